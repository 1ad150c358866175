// Language and theme of this browser.
import { Moon, Sun } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { chooseLanguage, LANGUAGES, useLanguage, type Language } from '@/locale'
import { toggleTheme, useTheme } from '@/theme'

export function Appearance() {
  const w = useWords()
  const language = useLanguage()
  const theme = useTheme()
  return (
    <div className="grid gap-5">
      <div role="group" aria-label={w.profile.language} className="flex flex-wrap gap-2">
        {(Object.keys(LANGUAGES) as Language[]).map((one) => (
          <Button
            key={one}
            lang={one}
            aria-pressed={one === language}
            onClick={() => chooseLanguage(one)}
            className="aria-pressed:border-brand aria-pressed:bg-brand-soft aria-pressed:text-brand"
          >
            {LANGUAGES[one]}
          </Button>
        ))}
      </div>
      <div role="group" aria-label={w.frame.theme} className="flex flex-wrap gap-2">
        {(['light', 'dark'] as const).map((one) => {
          const Icon = one === 'light' ? Sun : Moon
          return (
            <Button
              key={one}
              aria-pressed={one === theme}
              onClick={() => {
                if (one !== theme) toggleTheme()
              }}
              className="aria-pressed:border-brand aria-pressed:bg-brand-soft aria-pressed:text-brand"
            >
              <Icon aria-hidden />
              {w.profile[one]}
            </Button>
          )
        })}
      </div>
    </div>
  )
}
