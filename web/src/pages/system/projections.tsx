// The read models: where each stands, and rebuild, verify, roll back with their progress.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Projection, RunProgress } from '@/api/types'
import { startRun, type ProjectionRun } from '@/api/waiting'
import { mayChange, useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { Asked, Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { projectionsQuery } from '@/queries/admin'
import { keys, unasked } from '@/queries/keys'
import { formatCount, formatRate } from '@/units'

export function Projections() {
  const w = useWords()
  const query = useQuery(projectionsQuery)
  return (
    <Section title={w.system.projections}>
      <Asked query={query}>
        {(projections) => (
          <ul className="card divide-y divide-line px-5">
            {projections.map((one) => (
              <li key={one.name}>
                <Row projection={one} />
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Section>
  )
}

const RUNS: ProjectionRun[] = ['verifications', 'rebuilds', 'rollbacks']

function Row({ projection }: { projection: Projection }) {
  const w = useWords()
  const orders = mayChange(useSession()) ? RUNS : []
  const [asking, setAsking] = useState<ProjectionRun | null>(null)
  const { data: progress } = useQuery(unasked<RunProgress>(keys.run(projection.name)))
  const { name, position, lag, rate, replicas, state } = projection
  return (
    <article className="grid gap-3 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-60 gap-0.5 text-sm">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            {name}
            <Badge>{state}</Badge>
          </h3>
          <p className="text-ink-soft tabular-nums">
            {[
              w.system.position(formatCount(position)),
              lag === 0 ? w.system.upToDate : `${w.system.lag} ${formatCount(lag)}`,
              formatRate(rate),
              w.system.replicas(replicas),
            ].join(' · ')}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {orders.map((run) => (
            <Button
              key={run}
              size="small"
              aria-haspopup="dialog"
              aria-label={`${w.system.confirmTitle[run]}: ${name}`}
              onClick={() => setAsking(run)}
            >
              {w.system.confirmTitle[run]}
            </Button>
          ))}
        </div>
      </div>
      {progress && <Progress progress={progress} />}
      {asking && <Confirm run={asking} projection={name} close={() => setAsking(null)} />}
    </article>
  )
}

function Progress({ progress }: { progress: RunProgress }) {
  const w = useWords()
  const { projection, kind, done, total, state, differences } = progress
  return (
    <div role="status" className="grid gap-1.5 text-xs text-ink-soft tabular-nums">
      <progress
        aria-label={`${kind}: ${projection}`}
        value={done}
        max={Math.max(total, 1)}
        className="h-2 w-full accent-brand"
      />
      <p>
        {kind}: {state} · {w.system.progress(formatCount(done), formatCount(total))}
        {differences !== null && <> · {w.system.differences(formatCount(differences))}</>}
      </p>
    </div>
  )
}

interface ConfirmProps {
  run: ProjectionRun
  projection: string
  close: () => void
}

function Confirm({ run, projection, close }: ConfirmProps) {
  const w = useWords()
  const cache = useQueryClient()
  return (
    <Dialog
      title={`${w.system.confirmTitle[run]}: ${projection}`}
      hint={w.system.confirmHint[run]}
      close={close}
    >
      <Form
        submit={() => startRun(projection, run)}
        done={() => {
          showDone(w.system.started)
          void cache.invalidateQueries({ queryKey: keys.projections })
          close()
        }}
        label={w.system.confirmTitle[run]}
        cancel={close}
        danger={run === 'rollbacks'}
      />
    </Dialog>
  )
}
