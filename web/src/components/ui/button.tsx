// A button, or anything that should look like one.
import { Slot } from '@radix-ui/react-slot'
import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-lg text-sm font-medium whitespace-nowrap transition-colors disabled:pointer-events-none disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-brand text-brand-ink hover:bg-brand/88',
        outline: 'border border-line bg-surface text-ink hover:bg-sunken',
        danger: 'bg-danger text-white hover:bg-danger/88',
        ghost: 'text-ink-soft hover:bg-sunken hover:text-ink',
      },
      size: { regular: 'h-10 px-4', small: 'h-9 px-3', icon: 'size-10' },
    },
    defaultVariants: { variant: 'outline', size: 'regular' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof look> & { asChild?: boolean }

export function Button({ className, variant, size, asChild = false, ...props }: ButtonProps) {
  const Element = asChild ? Slot : 'button'
  const type = asChild ? undefined : (props.type ?? 'button')
  return <Element {...props} type={type} className={cn(look({ variant, size }), className)} />
}
