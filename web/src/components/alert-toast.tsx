// The toast that tells of an alert the moment it comes, and leads to the chart of its device.
import { Link } from '@tanstack/react-router'
import { TriangleAlert, X } from 'lucide-react'
import { toast } from 'sonner'
import type { AlertNotice } from '@/api/types'

/** Long enough to read and reach; pointing at it or focusing it stops the clock. */
const SHOWN_FOR = 15_000

export function showAlert(alert: AlertNotice, position: string | undefined): void {
  // The same alert may be delivered twice: with one id it replaces itself.
  const id = `alert-${position ?? alert.deviceId}`
  toast.custom(() => <AlertToast alert={alert} close={() => toast.dismiss(id)} />, {
    id,
    duration: SHOWN_FOR,
  })
}

function AlertToast({ alert, close }: { alert: AlertNotice; close: () => void }) {
  return (
    <div
      data-testid="alert-toast"
      className="relative flex w-full gap-3 font-sans overflow-hidden rounded-xl border border-over/40 bg-surface-raised p-4 pl-5 text-ink shadow-xl shadow-black/10"
    >
      <span aria-hidden className="hatched absolute inset-y-0 left-0 w-1.5" />
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-over-ink" />
      <div className="grid min-w-0 flex-1 gap-1.5 text-sm">
        <p className="font-medium break-words">{alert.message}</p>
        <Link
          to="/devices/$deviceId"
          params={{ deviceId: alert.deviceId }}
          onClick={close}
          className="w-fit rounded font-semibold text-over-ink underline-offset-4 hover:underline"
        >
          Show the chart
        </Link>
      </div>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={close}
        className="-mt-1 -mr-1 grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
}
