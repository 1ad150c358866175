// The head of a page, and the states that a list of anything can be in.
import { CloudOff, Search, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '@/api/client'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { useTitle } from '@/components/use-title'
import { Button } from './button'
import { Input } from './input'
import { Notice } from './notice'
import { Skeleton } from './skeleton'

interface PageHeadProps {
  title: string
  hint?: ReactNode
  children?: ReactNode
}

export function PageHead({ title, hint, children }: PageHeadProps) {
  useTitle(title)
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="grid min-w-0 gap-1">
        <h1 className="text-2xl font-semibold tracking-tight break-words sm:text-3xl">{title}</h1>
        {hint && <p className="max-w-prose text-sm text-ink-soft">{hint}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  )
}

interface AskedProps<T> {
  query: { data: T | undefined; error: Error | null; refetch: () => unknown }
  loading?: ReactNode
  children: (data: T) => ReactNode
}

/** What the server said; until then a shape of it, and in words why it said nothing. */
export function Asked<T>({ query: { data, error, refetch }, loading, children }: AskedProps<T>) {
  const w = useWords()
  if (data !== undefined) return children(data)
  if (!error)
    return (
      <div role="status" aria-label={w.common.loading} className="grid gap-3">
        {loading ?? [1, 2, 3].map((n) => <Skeleton key={n} className="h-20 rounded-2xl" />)}
      </div>
    )
  const absent = error instanceof ApiError && error.status === 404
  return (
    <Notice
      role="alert"
      icon={CloudOff}
      title={absent ? w.errors.notHere : w.errors.loadFailed}
      action={
        absent ? undefined : <Button onClick={() => void refetch()}>{w.common.tryAgain}</Button>
      }
    >
      {!absent && sayError(error, w)}
    </Notice>
  )
}

interface SearchBoxProps {
  label: string
  value: string
  change: (text: string) => void
}

export function SearchBox({ label, value, change }: SearchBoxProps) {
  return (
    <div className="relative w-full sm:w-64">
      <Search aria-hidden className="absolute top-3.5 left-3 size-4 text-ink-soft" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        className="pl-9"
        onChange={({ target }) => change(target.value)}
      />
    </div>
  )
}

interface SectionProps {
  title: string
  icon?: LucideIcon
  action?: ReactNode
  children: ReactNode
}

/** A part of a page under its own heading. */
export function Section({ title, icon: Icon, action, children }: SectionProps) {
  return (
    <section className="grid content-start gap-3">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h2 className="flex items-center gap-2 text-base font-semibold tracking-tight">
          {Icon && <Icon aria-hidden className="size-4 text-ink-soft" />}
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
