// The words of the dashboard in every language; one that a language lacks fails to compile.
import { currentLanguage, useLanguage, type Language } from '@/locale'
import * as admin from './words/admin'
import * as alerts from './words/alerts'
import * as chart from './words/chart'
import * as chat from './words/chat'
import * as common from './words/common'
import * as devices from './words/devices'
import * as errors from './words/errors'
import * as frame from './words/frame'
import * as history from './words/history'
import * as overview from './words/overview'
import * as profile from './words/profile'
import * as review from './words/review'
import * as system from './words/system'
import * as users from './words/users'

const areas = {
  admin,
  alerts,
  chart,
  chat,
  common,
  devices,
  errors,
  frame,
  history,
  overview,
  profile,
  review,
  system,
  users,
}

type Areas = typeof areas
export type Words = { [Area in keyof Areas]: Areas[Area]['en'] }

function of(language: Language): Words {
  const entries = Object.entries(areas).map(([name, area]) => [name, area[language]])
  return Object.fromEntries(entries) as Words
}

// Built from modules that each say `ro: typeof en`, so both hold the same keys.
const dictionaries: Record<Language, Words> = { en: of('en'), ro: of('ro') }

/** The words in the language in force; a component that uses them follows a change of it. */
export function useWords(): Words {
  return dictionaries[useLanguage()]
}

/** The same outside components. */
export function words(): Words {
  return dictionaries[currentLanguage()]
}
