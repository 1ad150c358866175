// What an administrator writes of a device: name, description, limit, owner, and the id of a meter in the field.
import { useQuery } from '@tanstack/react-query'
import { assignDevice } from '@/api/devices'
import type { Device, DeviceDraft } from '@/api/types'
import { useWords } from '@/i18n'
import { usersQuery } from '@/queries/admin'
import { energyUnit } from '@/units'
import { Form } from './ui/form'
import { Choice, Field } from './ui/input'

interface DeviceFormProps {
  device?: Device
  /** Adopts a meter that reports already. */
  meterId?: string
  submit: (draft: DeviceDraft) => Promise<unknown>
  done: () => void
  cancel: () => void
}

export function DeviceForm({ device, meterId, submit, done, cancel }: DeviceFormProps) {
  const w = useWords()
  const { data: users } = useQuery(usersQuery)
  return (
    <Form
      submit={async (filled) => {
        const userId = filled('userId')
        await submit({
          name: filled('name'),
          description: filled('description'),
          maxConsumption: Number(filled('limit')),
          ...(userId ? { userId } : {}),
          ...(filled('id') ? { id: filled('id') } : {}),
        })
        // A missing owner leaves the owner as it is; nobody has to be said aloud.
        if (device?.userId && !userId) await assignDevice(device.id, null)
      }}
      done={done}
      label={w.common.save}
      cancel={cancel}
      // Saved before the people are there, it would take the owner away.
      blocked={!users}
    >
      <Field
        label={w.devices.name}
        name="name"
        required
        maxLength={100}
        defaultValue={device?.name}
        autoFocus
      />
      <Field
        label={`${w.devices.description} (${w.common.optional})`}
        name="description"
        maxLength={1000}
        defaultValue={device?.description ?? ''}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={`${w.devices.limit} (${energyUnit})`}
          hint={w.common.kwhInOneHour}
          name="limit"
          type="number"
          step="any"
          min={0.001}
          required
          defaultValue={device?.maxConsumption ?? undefined}
        />
        {/* Once the people are there, the choice starts at the owner. */}
        <Choice
          key={users ? 'known' : 'asked'}
          label={w.devices.owner}
          name="userId"
          defaultValue={device?.userId ?? ''}
        >
          <option value="">{w.common.nobody}</option>
          {users?.map(({ id, name, username }) => (
            <option key={id} value={id}>
              {name ? `${name} (${username})` : username}
            </option>
          ))}
        </Choice>
      </div>
      {!device && (
        <Field
          label={`${w.devices.meterId} (${w.common.optional})`}
          hint={w.devices.meterIdHint}
          name="id"
          readOnly={Boolean(meterId)}
          defaultValue={meterId}
          pattern="[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
          className="font-mono"
        />
      )}
    </Form>
  )
}
