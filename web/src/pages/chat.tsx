// The support chat of a customer.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, Headset, LogOut } from 'lucide-react'
import { askForPerson, closeConversation, transcriptOf } from '@/api/conversation'
import type { Conversation } from '@/api/types'
import { ChatPanel } from '@/chat/panel'
import { useSession } from '@/components/session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { PageHead } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { keys } from '@/queries/keys'

export function ChatPage() {
  const w = useWords()
  const { userId } = useSession()
  return (
    <div className="grid max-w-4xl gap-5">
      <PageHead title={w.chat.title} hint={w.chat.hint} />
      <ChatPanel
        userId={userId}
        side="customer"
        head={(conversation) => <Actions conversation={conversation} />}
      />
    </div>
  )
}

function Actions({ conversation }: { conversation: Conversation }) {
  const w = useWords()
  const { userId } = useSession()
  const cache = useQueryClient()
  const onSettled = () => cache.invalidateQueries({ queryKey: keys.conversation(userId) })
  const ask = useMutation({ mutationFn: () => askForPerson(userId), onSettled })
  const end = useMutation({ mutationFn: () => closeConversation(userId), onSettled })
  const { open, onDuty, personRequested, messages } = conversation
  return (
    <>
      {personRequested && onDuty === 'bot' && <Badge look="calm">{w.chat.asked}</Badge>}
      {open && !personRequested && onDuty === 'bot' && (
        <Button size="small" disabled={ask.isPending} onClick={() => ask.mutate()}>
          <Headset aria-hidden />
          {w.chat.askPerson}
        </Button>
      )}
      {messages.length > 0 && (
        <Button asChild size="icon" variant="ghost">
          <a
            href={transcriptOf(userId)}
            download="conversation.txt"
            aria-label={w.chat.transcript}
            title={w.chat.transcript}
          >
            <Download aria-hidden />
          </a>
        </Button>
      )}
      {open && messages.length > 0 && (
        <Button
          size="icon"
          variant="ghost"
          aria-label={w.chat.end}
          title={w.chat.end}
          disabled={end.isPending}
          onClick={() => end.mutate()}
        >
          <LogOut aria-hidden />
        </Button>
      )}
    </>
  )
}
