// A text field with its label above it.
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from '@/lib/cn'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input
      {...props}
      className={cn(
        'h-11 w-full rounded-lg border border-line-strong/60 bg-surface px-3 text-base text-ink transition-colors placeholder:text-ink-soft hover:border-line-strong sm:text-sm',
        className,
      )}
    />
  )
}

type FieldProps = ComponentProps<'input'> & { label: string; action?: ReactNode }

export function Field({ label, action, ...props }: FieldProps) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <Input id={id} {...props} />
        {action}
      </div>
    </div>
  )
}
