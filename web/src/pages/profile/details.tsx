// What a person tells of themself, and in which zone their days begin.
import { useQueryClient } from '@tanstack/react-query'
import { changePreferences, changeUser } from '@/api/session'
import type { User } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Form, type Filled } from '@/components/ui/form'
import { Choice } from '@/components/ui/input'
import { PersonFields, profileOf } from '@/components/person-fields'
import { useWords } from '@/i18n'
import { currentLanguage } from '@/locale'
import { sessionQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { zoneOf } from '@/time'

export function Details({ user }: { user: User }) {
  const w = useWords()
  const session = useSession()
  const cache = useQueryClient()
  const separate = useCapabilities().has('preferences')

  async function submit(filled: Filled) {
    const preferences = { timeZone: filled('timeZone'), language: currentLanguage() }
    // Where zone and language have no route of their own, they are a part of the person.
    await changeUser(
      user.id,
      separate ? profileOf(filled) : { ...profileOf(filled), ...preferences },
    )
    if (separate) await changePreferences(user.id, preferences)
  }

  async function done() {
    showDone(w.profile.saved)
    await cache.invalidateQueries({ queryKey: keys.user(user.id) })
    await cache.query({ ...sessionQuery, staleTime: 0 })
    // Days begin elsewhere now.
    await cache.invalidateQueries({ queryKey: keys.days })
  }

  return (
    <Form submit={submit} done={() => void done()} label={w.common.save}>
      <PersonFields user={user} />
      <Choice
        label={w.profile.zone}
        hint={w.profile.zoneHint}
        name="timeZone"
        defaultValue={zoneOf(session)}
      >
        {[...new Set([zoneOf(session), 'UTC', ...Intl.supportedValuesOf('timeZone')])].map(
          (zone) => (
            <option key={zone}>{zone}</option>
          ),
        )}
      </Choice>
    </Form>
  )
}
