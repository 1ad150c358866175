// Text fields, choices and long texts, each with its label above it.
import { useId, type ComponentProps, type ReactNode } from 'react'
import { cn } from '@/lib/cn'

const LOOK =
  'w-full rounded-lg border border-line-strong/60 bg-surface px-3 text-base text-ink transition-colors placeholder:text-ink-soft hover:border-line-strong sm:text-sm'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input {...props} className={cn('h-11', LOOK, className)} />
}

export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select {...props} className={cn('h-11', LOOK, className)} />
}

interface LabelledProps {
  label: string
  hint?: ReactNode
  children: (ids: { id: string; 'aria-describedby': string | undefined }) => ReactNode
}

function Labelled({ label, hint, children }: LabelledProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className="grid min-w-0 gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': hintId })}
      {hint && (
        <p id={hintId} className="text-xs text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  )
}

type FieldProps = ComponentProps<'input'> & { label: string; hint?: ReactNode; action?: ReactNode }

export function Field({ label, hint, action, ...props }: FieldProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <div className="relative">
          <Input {...ids} {...props} />
          {action}
        </div>
      )}
    </Labelled>
  )
}

type ChoiceProps = ComponentProps<'select'> & { label: string; hint?: ReactNode }

export function Choice({ label, hint, ...props }: ChoiceProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => <Select {...ids} {...props} />}
    </Labelled>
  )
}

type LongTextProps = ComponentProps<'textarea'> & { label: string; hint?: ReactNode }

export function LongText({ label, hint, className, ...props }: LongTextProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => <textarea {...ids} rows={3} {...props} className={cn(LOOK, 'py-2.5', className)} />}
    </Labelled>
  )
}
