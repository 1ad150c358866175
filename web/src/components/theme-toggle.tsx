// The switches between light and dark, and between the languages.
import { Languages, Moon, Sun } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { chooseLanguage, LANGUAGES, useLanguage, type Language } from '@/locale'
import { toggleTheme, useTheme } from '@/theme'

export function ThemeToggle() {
  const w = useWords()
  const theme = useTheme()
  const label = theme === 'dark' ? w.frame.toLight : w.frame.toDark
  return (
    <Button variant="ghost" size="icon" aria-label={label} title={label} onClick={toggleTheme}>
      {theme === 'dark' ? <Sun aria-hidden /> : <Moon aria-hidden />}
    </Button>
  )
}

/** With two languages the one button leads to the other, named in its own tongue. */
export function LanguageToggle() {
  const other: Language = useLanguage() === 'en' ? 'ro' : 'en'
  return (
    <Button
      variant="ghost"
      lang={other}
      aria-label={`${other}: ${LANGUAGES[other]}`}
      title={LANGUAGES[other]}
      onClick={() => chooseLanguage(other)}
      className="gap-1.5 px-2.5 uppercase"
    >
      <Languages aria-hidden />
      {other}
    </Button>
  )
}
