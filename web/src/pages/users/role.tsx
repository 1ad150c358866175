// The roles that a person may have, to choose one of.
import type { Role } from '@/api/types'
import { Choice } from '@/components/ui/input'
import { useWords } from '@/i18n'

const ROLES: Role[] = ['CLIENT', 'ADMIN', 'AUDITOR']

export function RoleChoice({ role = 'CLIENT' }: { role?: Role }) {
  const w = useWords()
  return (
    <Choice label={w.users.role} name="role" defaultValue={role}>
      {ROLES.map((one) => (
        <option key={one} value={one}>
          {w.common.roles[one]}
        </option>
      ))}
    </Choice>
  )
}
