// The field to write a message in: Enter sends, Shift and Enter begin a new line; others see that one is writing.
import type { UseMutationResult } from '@tanstack/react-query'
import { SendHorizontal } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { Failure } from '@/components/ui/form'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { useLive } from '@/live/provider'

const LONGEST = 2_000
/** One word of it is enough for so long. */
const TYPING_EVERY = 2_500

interface ComposerProps {
  userId: string
  side: 'customer' | 'person'
  write: UseMutationResult<unknown, Error, string>
  blocked: string | null
}

export function Composer({ userId, side, write, blocked }: ComposerProps) {
  const w = useWords()
  const session = useSession()
  const live = useLive()
  const [text, setText] = useState('')
  const told = useRef(0)

  function send() {
    const message = text.trim()
    if (!message || write.isPending) return
    // The text stays in the field until it has arrived.
    write.mutate(message, { onSuccess: () => setText('') })
  }

  function tellTyping() {
    if (Date.now() - told.current < TYPING_EVERY) return
    told.current = Date.now()
    const admin = side === 'person'
    live?.send('/app/chat/typing', {
      senderId: session.userId,
      senderName: session.username,
      admin,
      ...(admin ? { recipientId: userId } : {}),
    })
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  if (blocked)
    return (
      <p className="border-t border-line px-5 py-4 text-center text-sm text-ink-soft">{blocked}</p>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="grid gap-2 border-t border-line p-3 sm:p-4"
    >
      {write.error && <Failure>{sayError(write.error, w)}</Failure>}
      <div className="flex items-end gap-2">
        <textarea
          aria-label={w.chat.write}
          placeholder={w.chat.placeholder}
          value={text}
          rows={1}
          maxLength={LONGEST}
          onChange={({ target }) => {
            setText(target.value)
            tellTyping()
          }}
          onKeyDown={onKey}
          className="field-sizing-content max-h-40 min-h-11 flex-1 resize-none rounded-xl border border-line-strong/60 bg-surface px-3.5 py-2.5 text-base placeholder:text-ink-soft sm:text-sm"
        />
        <Button
          type="submit"
          variant="primary"
          size="icon"
          aria-label={w.chat.send}
          title={w.chat.send}
          disabled={write.isPending || !text.trim()}
          className="size-11 rounded-xl"
        >
          <SendHorizontal aria-hidden />
        </Button>
      </div>
    </form>
  )
}
