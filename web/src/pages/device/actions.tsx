// What an administrator does with one device: describe, limit, assign, correct, set its range, retire.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FilePenLine, Pencil, Ruler, Trash2, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { changeDevice, clearPlausibleRange, retireDevice, setPlausibleRange } from '@/api/devices'
import type { Device } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { DeviceForm } from '@/components/device-form'
import { showDone } from '@/components/toasts'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { Field } from '@/components/ui/input'
import { useWords } from '@/i18n'
import { keys } from '@/queries/keys'
import { energyUnit } from '@/units'
import { CorrectionForm } from './correction'

type Open = 'edit' | 'correct' | 'range' | 'retire' | null

export default function DeviceActions({ device }: { device: Device }) {
  const w = useWords()
  const can = useCapabilities()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const finish = (sentence: string) => {
    close()
    showDone(sentence)
    void cache.invalidateQueries({ queryKey: keys.devices })
    void cache.invalidateQueries({ queryKey: keys.days })
    void cache.invalidateQueries({ queryKey: keys.allConsumption })
  }
  const action = (name: Exclude<Open, null>, icon: LucideIcon, text: string) => {
    const Icon = icon
    return (
      <Button size="small" aria-haspopup="dialog" onClick={() => setOpen(name)}>
        <Icon aria-hidden />
        {text}
      </Button>
    )
  }
  return (
    <div role="group" aria-label={w.devices.actions} className="flex flex-wrap gap-2">
      {action('edit', Pencil, w.common.edit)}
      {can.has('corrections') && action('correct', FilePenLine, w.devices.correct)}
      {can.has('plausibleRange') && action('range', Ruler, w.devices.range)}
      {action('retire', Trash2, w.devices.retire)}
      {open === 'edit' && (
        <Dialog title={w.devices.editTitle(device.name)} close={close}>
          <DeviceForm
            device={device}
            submit={(draft) => changeDevice(device.id, draft)}
            done={() => finish(w.devices.saved)}
            cancel={close}
          />
        </Dialog>
      )}
      {open === 'correct' && (
        <Dialog title={w.devices.correct} hint={w.devices.correctHint} close={close}>
          <CorrectionForm
            deviceId={device.id}
            done={() => finish(w.devices.corrected)}
            cancel={close}
          />
        </Dialog>
      )}
      {open === 'range' && (
        <Dialog title={w.devices.range} hint={w.devices.rangeHint} close={close}>
          <RangeForm deviceId={device.id} done={() => finish(w.devices.saved)} cancel={close} />
        </Dialog>
      )}
      {open === 'retire' && (
        <Dialog
          title={w.devices.retireTitle(device.name)}
          hint={w.devices.retireHint}
          close={close}
        >
          <Form
            submit={() => retireDevice(device.id)}
            done={() => {
              finish(w.devices.retired(device.name))
              void navigate({ to: '/devices' })
            }}
            label={w.devices.retire}
            cancel={close}
            danger
          />
        </Dialog>
      )}
    </div>
  )
}

interface PartProps {
  deviceId: string
  done: () => void
  cancel: () => void
}

function RangeForm({ deviceId, done, cancel }: PartProps) {
  const w = useWords()
  const number = { type: 'number', step: 'any', min: 0 } as const
  return (
    <Form
      submit={(filled) => {
        const range = { atLeast: Number(filled('atLeast')), atMost: Number(filled('atMost')) }
        return filled('atMost') ? setPlausibleRange(deviceId, range) : clearPlausibleRange(deviceId)
      }}
      done={done}
      label={w.common.save}
      cancel={cancel}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          {...number}
          label={`${w.devices.atLeast} (${energyUnit})`}
          name="atLeast"
          defaultValue={0}
        />
        <Field
          {...number}
          label={`${w.devices.atMost} (${energyUnit})`}
          name="atMost"
          placeholder={w.devices.clearRange}
        />
      </div>
    </Form>
  )
}
