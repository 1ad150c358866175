// A sentence for when something is missing or went wrong, with a way to go on.
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface NoticeProps {
  icon: LucideIcon
  title: string
  children?: ReactNode
  action?: ReactNode
  role?: 'alert' | 'status'
}

export function Notice({ icon: Icon, title, children, action, role }: NoticeProps) {
  return (
    <div role={role} className="card grid justify-items-center gap-3 px-6 py-14 text-center">
      <Icon aria-hidden className="size-8 text-ink-soft" strokeWidth={1.5} />
      <div className="grid gap-1">
        <p className="text-base font-semibold">{title}</p>
        {children && <p className="max-w-prose text-sm text-ink-soft">{children}</p>}
      </div>
      {action}
    </div>
  )
}
