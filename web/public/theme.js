// Puts the theme this person chose on the page before it is painted; src/theme.ts writes the choice.
try {
  const chosen = localStorage.getItem('ems-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage is switched off: the system's preference stays in force.
}
