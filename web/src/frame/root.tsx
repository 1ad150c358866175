// What is around all pages, signed in or not; and what is shown in place of one that is not there or breaks.
import { Link, Outlet, type ErrorComponentProps } from '@tanstack/react-router'
import { CloudOff, Compass } from 'lucide-react'
import { Toaster } from 'sonner'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'

export function Root() {
  const w = useWords()
  return (
    <>
      <Outlet />
      <Toaster
        position="top-right"
        gap={10}
        containerAriaLabel={w.frame.notifications}
        offset={{ top: 76, right: 24 }}
        mobileOffset={{ top: 72 }}
      />
    </>
  )
}

export function Nowhere() {
  const w = useWords()
  return (
    <main className="mx-auto max-w-xl p-6">
      <Notice
        icon={Compass}
        title={w.errors.noPage}
        action={
          <Button asChild>
            <Link to="/">{w.errors.home}</Link>
          </Button>
        }
      />
    </main>
  )
}

export function Broken({ error, reset }: ErrorComponentProps) {
  const w = useWords()
  return (
    <main className="mx-auto max-w-xl p-6">
      <Notice
        role="alert"
        icon={CloudOff}
        title={w.errors.pageBroken}
        action={<Button onClick={reset}>{w.common.tryAgain}</Button>}
      >
        {error instanceof Error && sayError(error, w)}
      </Notice>
    </main>
  )
}
