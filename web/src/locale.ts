// The language people read and the locale their numbers and dates are written in.
import { useSyncExternalStore } from 'react'

export type Language = 'en' | 'ro'

/** By their own names, so that everyone finds theirs. */
export const LANGUAGES: Record<Language, string> = { en: 'English', ro: 'Română' }

const KEY = 'ems-language'
const listeners = new Set<() => void>()

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'ro'

function stored(): Language | null {
  try {
    const value = localStorage.getItem(KEY)
    return isLanguage(value) ? value : null
  } catch {
    return null
  }
}

function preferred(): Language {
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

let current: Language = stored() ?? preferred()
tellBrowser()

export function currentLanguage(): Language {
  return current
}

/** English comes in many countries' numbers and dates: the browser's own, where it has one. */
export function currentLocale(): string {
  return (
    navigator.languages.find((tag) => tag.startsWith(current)) ?? { en: 'en-GB', ro: 'ro' }[current]
  )
}

export function chooseLanguage(language: Language): void {
  current = language
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  tellBrowser()
  listeners.forEach((listener) => listener())
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage)
}

/** Screen readers choose their voice by it. */
function tellBrowser(): void {
  document.documentElement.lang = current
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
