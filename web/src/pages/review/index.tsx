// The readings that wait for an administrator, by kind, each with its way out in one click.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useCapabilities } from '@/capabilities'
import { PageHead } from '@/components/ui/page'
import { Segments } from '@/components/ui/segments'
import { useWords } from '@/i18n'
import { systemQuery } from '@/queries/admin'
import { REVIEW_KINDS, type ReviewKind } from '@/search'
import { Conflicts } from './conflicts'
import { Held } from './held'
import { Parked, Quarantine } from './quarantine'
import { Unregistered } from './unregistered'

const route = getRouteApi('/signed-in/admin/review')

const LISTS: Record<ReviewKind, ReactNode> = {
  unregistered: <Unregistered />,
  conflicts: <Conflicts />,
  held: <Held />,
  quarantine: <Quarantine />,
  parked: <Parked />,
}

export function ReviewPage() {
  const w = useWords()
  const can = useCapabilities()
  const asked = route.useSearch().kind
  const { data: system } = useQuery({ ...systemQuery, enabled: can.has('system') })
  const kinds = REVIEW_KINDS.filter((kind) => can.has(kind))
  const shown = kinds.find((kind) => kind === asked) ?? kinds[0]
  return (
    <div className="grid gap-6">
      <PageHead title={w.review.title} hint={w.review.hint} />
      <Segments
        label={w.review.title}
        options={kinds.map((kind) => ({
          key: kind,
          text: w.review.kinds[kind],
          chosen: kind === shown,
          link: { to: '/review', search: { kind } },
          count: system?.[kind],
        }))}
      />
      {shown && <p className="max-w-prose text-sm text-ink-soft">{w.review.about[shown]}</p>}
      {shown && LISTS[shown]}
    </div>
  )
}
