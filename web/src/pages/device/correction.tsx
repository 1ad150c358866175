// Corrects one reading of a device, or says that there was none; either stays in the log with its reason.
import { useState } from 'react'
import { correctReading, voidReading } from '@/api/devices'
import { Form } from '@/components/ui/form'
import { Field } from '@/components/ui/input'
import { useWords } from '@/i18n'
import { energyUnit } from '@/units'

interface CorrectionFormProps {
  deviceId: string
  done: () => void
  cancel: () => void
}

export function CorrectionForm({ deviceId, done, cancel }: CorrectionFormProps) {
  const w = useWords()
  const [isVoid, setVoid] = useState(false)
  return (
    <Form
      submit={(filled) => {
        const change = {
          measuredAt: new Date(filled('measuredAt')).toISOString(),
          reason: filled('reason'),
        }
        if (isVoid) return voidReading(deviceId, change)
        return correctReading(deviceId, { ...change, measurementValue: Number(filled('value')) })
      }}
      done={done}
      label={w.common.save}
      cancel={cancel}
    >
      <Field
        label={w.devices.measuredAt}
        name="measuredAt"
        type="datetime-local"
        step="0.001"
        required
        // A reading is its device and its millisecond.
        hint={Intl.DateTimeFormat().resolvedOptions().timeZone}
      />
      <Field
        label={`${w.devices.value} (${energyUnit})`}
        name="value"
        type="number"
        step="any"
        min={0}
        required={!isVoid}
        disabled={isVoid}
      />
      <label className="flex items-center gap-2.5 text-sm">
        <input
          type="checkbox"
          checked={isVoid}
          onChange={({ target }) => setVoid(target.checked)}
          className="size-4 accent-brand"
        />
        {w.devices.voidIt}
      </label>
      <Field
        label={w.common.reason}
        name="reason"
        required
        maxLength={500}
        hint={w.common.reasonHint}
      />
    </Form>
  )
}
