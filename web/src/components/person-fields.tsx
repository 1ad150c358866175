// The fields that tell of a person, for themself and for administrators.
import type { Profile, User } from '@/api/types'
import { useWords } from '@/i18n'
import type { Filled } from './ui/form'
import { Field } from './ui/input'

export function PersonFields({ user }: { user?: User }) {
  const w = useWords()
  return (
    <>
      <Field
        label={w.profile.name}
        name="name"
        required
        maxLength={100}
        autoComplete="name"
        defaultValue={user?.name ?? ''}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={w.frame.username}
          name="username"
          required
          maxLength={30}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={user?.username}
        />
        <Field
          label={w.profile.email}
          name="email"
          type="email"
          required
          maxLength={50}
          autoComplete="email"
          defaultValue={user?.email ?? ''}
        />
        <Field
          label={w.profile.city}
          name="city"
          required
          maxLength={100}
          autoComplete="address-level2"
          defaultValue={user?.city ?? ''}
        />
        <Field
          label={w.profile.birth}
          name="dateOfBirth"
          type="date"
          required
          min="1900-01-01"
          autoComplete="bday"
          defaultValue={user?.dateOfBirth ?? ''}
        />
      </div>
    </>
  )
}

export const profileOf = (filled: Filled): Profile => ({
  name: filled('name'),
  username: filled('username'),
  email: filled('email'),
  city: filled('city'),
  dateOfBirth: filled('dateOfBirth'),
})
