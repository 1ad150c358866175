// Light or dark: follows the system until a person chooses, then remembers the choice in this browser.
import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'ems-theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function current(): Theme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'light' || chosen === 'dark') return chosen
  return system.matches ? 'dark' : 'light'
}

/** Shows the other theme, and keeps showing it unless it is what the system prefers anyway. */
export function toggleTheme(): void {
  const next: Theme = current() === 'dark' ? 'light' : 'dark'
  const followsSystem = (next === 'dark') === system.matches
  if (followsSystem) delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
  try {
    if (followsSystem) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, next)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  system.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', listener)
  }
}

/** The theme in force; components that draw by hand redraw when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, current)
}
