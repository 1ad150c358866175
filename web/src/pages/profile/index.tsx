// Who one is, how the pages look, how one signs in, and from where.
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readUser } from '@/api/session'
import { useCapabilities } from '@/capabilities'
import { useSession } from '@/components/session'
import { Asked, PageHead, Section } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useWords } from '@/i18n'
import { keys } from '@/queries/keys'
import { Appearance } from './appearance'
import { Details } from './details'
import { PasswordForm } from './password'
import { Sessions } from './sessions'

export function ProfilePage() {
  const w = useWords()
  const { userId } = useSession()
  const can = useCapabilities()
  const user = useQuery({
    queryKey: keys.user(userId),
    queryFn: ({ signal }) => readUser(userId, signal),
  })
  return (
    <div className="grid gap-6">
      <PageHead title={w.profile.title} />
      <div className="grid gap-6 xl:grid-cols-2">
        <Part title={w.profile.details}>
          <Asked query={user} loading={<Skeleton className="h-80" />}>
            {(known) => <Details key={known.id} user={known} />}
          </Asked>
        </Part>
        <div className="grid content-start gap-6">
          <Part title={w.profile.appearance}>
            <Appearance />
          </Part>
          <Part title={w.profile.password}>
            <PasswordForm />
          </Part>
        </div>
        {can.has('sessions') && (
          <div className="xl:col-span-2">
            <Sessions />
          </div>
        )}
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Section title={title}>
      <div className="card p-5 sm:p-6">{children}</div>
    </Section>
  )
}
