// Ends the session, and forgets everything that it showed.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import { signOut } from '@/api/session'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { keys } from '@/queries/keys'

export function SignOut() {
  const w = useWords()
  const cache = useQueryClient()
  const router = useRouter()
  const { mutate, isPending } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      cache.setQueryData(keys.session, null)
      await router.navigate({ to: '/login' })
      // Nothing of this person's stays behind for the next one at this browser.
      cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] })
    },
  })
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={w.frame.signOut}
      title={w.frame.signOut}
      disabled={isPending}
      onClick={() => mutate()}
    >
      <LogOut aria-hidden />
    </Button>
  )
}
