// A question or a form over the page: the browser's own dialog, which keeps focus inside and closes with Esc.
import { X } from 'lucide-react'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useWords } from '@/i18n'
import { Button } from './button'

interface DialogProps {
  title: string
  hint?: ReactNode
  close: () => void
  children: ReactNode
}

export function Dialog({ title, hint, close, children }: DialogProps) {
  const w = useWords()
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const opener = document.activeElement
    element.current?.showModal()
    // A dialog that is taken away with its state gives the focus back by hand.
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onClose={close}
      onClick={({ target }) => {
        if (target === element.current) close()
      }}
      className="m-auto w-[calc(100%-2rem)] max-w-lg rounded-2xl border border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-black/50 backdrop:backdrop-blur-[2px]"
    >
      <div className="grid gap-5 p-5 sm:p-6">
        <div className="flex items-start justify-between gap-4">
          <div className="grid gap-1">
            <h2 id={heading} className="text-lg font-semibold tracking-tight break-words">
              {title}
            </h2>
            {hint && <p className="text-sm text-ink-soft">{hint}</p>}
          </div>
          <Button
            variant="ghost"
            size="icon"
            aria-label={w.common.close}
            onClick={close}
            className="-mt-1.5 -mr-2"
          >
            <X aria-hidden />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
