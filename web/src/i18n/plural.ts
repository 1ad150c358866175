// Which form of a word goes with a number: English has two, Romanian three.
const rules = { en: new Intl.PluralRules('en'), ro: new Intl.PluralRules('ro') }

/** "1 hour", "2 hours". */
export function en(count: number, one: string, other: string): string {
  return `${count.toLocaleString('en')} ${rules.en.select(count) === 'one' ? one : other}`
}

/** "1 oră", "2 ore", "20 de ore". */
export function ro(count: number, one: string, few: string): string {
  const number = count.toLocaleString('ro')
  const form = rules.ro.select(count)
  if (form === 'one') return `${number} ${one}`
  return form === 'few' ? `${number} ${few}` : `${number} de ${few}`
}
