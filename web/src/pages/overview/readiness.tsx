// Whether all parts of the product work, in one line.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { systemQuery } from '@/queries/admin'

export function Readiness() {
  const w = useWords()
  const { data } = useQuery(systemQuery)
  if (!data) return null
  const down = data.roles.filter(({ ready }) => !ready)
  const Icon = down.length > 0 ? TriangleAlert : CircleCheck
  const names = [...new Set(down.map(({ role }) => role))].join(', ')
  return (
    <Section title={w.admin.system}>
      <Link
        to="/system"
        className="card flex items-center gap-3 p-5 text-sm font-medium hover:border-brand/60"
      >
        <Icon
          aria-hidden
          className={cn('size-5 shrink-0', down.length > 0 ? 'text-over-ink' : 'text-brand')}
        />
        {down.length > 0 ? w.system.someDown(names) : w.system.allReady}
      </Link>
    </Section>
  )
}
