// A form that orders one thing: its fields, its buttons, and in plain words why it did not work.
import { useMutation } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import type { ReactNode, SubmitEvent } from 'react'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { Button } from './button'

/** What was written, by the names of the fields. */
export type Filled = (name: string) => string

interface FormProps {
  submit: (filled: Filled) => Promise<unknown>
  done?: () => void
  label: string
  cancel?: () => void
  danger?: boolean
  /** What makes no sense to send yet. */
  blocked?: boolean
  children?: ReactNode
}

export function Form({ submit, done, label, cancel, danger, blocked, children }: FormProps) {
  const w = useWords()
  const { mutate, isPending, error } = useMutation({ mutationFn: submit, onSuccess: done })

  function send(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    mutate((name) => ((form.get(name) as string | null) ?? '').trim())
  }

  return (
    <form onSubmit={send} className="grid gap-4">
      {children}
      {error && <Failure>{sayError(error, w)}</Failure>}
      <div className="flex flex-wrap justify-end gap-2">
        {cancel && <Button onClick={cancel}>{w.common.cancel}</Button>}
        <Button
          type="submit"
          variant={danger ? 'danger' : 'primary'}
          disabled={isPending || blocked}
          aria-busy={isPending}
        >
          {label}
        </Button>
      </div>
    </form>
  )
}

export function Failure({ children }: { children: ReactNode }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2 rounded-lg bg-over-soft px-3 py-2.5 text-sm text-over-ink"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  )
}
