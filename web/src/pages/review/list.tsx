// A list of waiting things, one card each, and an order on one of them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Asked } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { devicesQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { formatCount } from '@/units'

const PIECE = 50

interface WaitingListProps<T> {
  query: { data: T[] | undefined; error: Error | null; refetch: () => unknown }
  keyOf: (item: T) => string
  children: (item: T) => ReactNode
}

export function WaitingList<T>({ query, keyOf, children }: WaitingListProps<T>) {
  const w = useWords()
  const [shown, setShown] = useState(PIECE)
  return (
    <Asked query={query}>
      {(items) =>
        items.length === 0 ? (
          <Notice icon={CircleCheck} title={w.review.empty} />
        ) : (
          <>
            <ul className="grid gap-3">
              {items.slice(0, shown).map((item) => (
                <li key={keyOf(item)}>{children(item)}</li>
              ))}
            </ul>
            {items.length > shown && (
              <Button className="justify-self-center" onClick={() => setShown(shown + PIECE)}>
                {w.common.showMore(formatCount(items.length))}
              </Button>
            )}
          </>
        )
      }
    </Asked>
  )
}

interface WaitingCardProps {
  title: ReactNode
  facts: ReactNode
  children: ReactNode
}

export function WaitingCard({ title, facts, children }: WaitingCardProps) {
  return (
    <article className="card flex flex-wrap items-center gap-x-4 gap-y-3 p-4 sm:p-5">
      <div className="grid min-w-0 flex-1 basis-64 gap-1 text-sm">
        <h2 className="font-medium break-words">{title}</h2>
        <div className="grid gap-1 text-ink-soft tabular-nums">{facts}</div>
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </article>
  )
}

interface OrderProps {
  text: string
  done: string
  order: () => Promise<unknown>
  primary?: boolean
}

/** One click, and it is out of the list. */
export function Order({ text, done, order, primary }: OrderProps) {
  const w = useWords()
  const cache = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: order,
    onSuccess: () => showDone(done),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.allWaiting })
      void cache.invalidateQueries({ queryKey: keys.system })
    },
  })
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'outline'}
        disabled={isPending}
        onClick={() => mutate()}
      >
        {text}
      </Button>
      {error && (
        <span role="alert" className="basis-full text-sm text-over-ink">
          {sayError(error, w)}
        </span>
      )}
    </>
  )
}

/** A device's name, or its id where it has none yet; a message that nobody could read has neither. */
export function useDeviceName(): (deviceId: string | null) => string {
  const { data } = useQuery(devicesQuery(useSession()))
  return (deviceId) => data?.find(({ id }) => id === deviceId)?.name ?? deviceId ?? '–'
}
