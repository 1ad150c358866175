// On a telephone: the pages that have no tab, and what else belongs to the person.
import { Dialog } from '@/components/ui/dialog'
import { useWords } from '@/i18n'
import type { Entry } from './entries'
import { EntryLink } from './navigation'

interface MoreSheetProps {
  entries: Entry[]
  counts: Partial<Record<Entry['to'], number>>
  close: () => void
}

export function MoreSheet({ entries, counts, close }: MoreSheetProps) {
  const w = useWords()
  return (
    <Dialog title={w.frame.more} close={close}>
      <div className="grid gap-1">
        {entries.map((entry) => (
          <EntryLink key={entry.to} entry={entry} count={counts[entry.to]} onClick={close} />
        ))}
      </div>
    </Dialog>
  )
}
