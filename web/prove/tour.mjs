// Looks at every page of a role: pictures in both themes and on both screens, the rules of axe, both languages.
import { strict as assert } from 'node:assert'
import { join } from 'node:path'
import axe from 'axe-core'
import { PICTURES } from '../smoke/browser.mjs'
import { settled } from '../smoke/page.mjs'
import { DESK, TELEPHONE } from './browser.mjs'
import { claim } from './steps.mjs'

const THEMES = ['light', 'dark']
const SCREENS = [DESK, TELEPHONE]
const pictureOf = (name) => join(PICTURES, `${name}.png`)

export async function tour(page, role, pages) {
  await page.setViewportSize(DESK)
  for (const one of pages)
    await claim(`${role}: ${one.name} is whole, in both themes and on both screens`, async () => {
      await visit(page, one)
      const findings = await lookAt(page, `${role}-${one.name}`)
      assert.deepEqual(findings, [])
    })
  await claim(`${role}: no page made the browser complain`, async () =>
    assert.deepEqual(page.complaints, []),
  )
}

async function visit(page, { path, shows }) {
  await page.goto(path)
  await page.locator(shows).first().waitFor()
  await settled(page)
}

async function lookAt(page, name) {
  const findings = []
  for (const screen of SCREENS)
    for (const theme of THEMES) {
      await page.setViewportSize(screen)
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await drawn(page)
      const where = `${theme}, ${screen.width} px`
      await page.screenshot({ path: pictureOf(`${name}-${theme}-${screen.width}`), fullPage: true })
      for (const finding of await axeFindings(page)) findings.push(`${where}: ${finding}`)
      for (const finding of await spills(page)) findings.push(`${where}: ${finding}`)
    }
  await page.setViewportSize(DESK)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return findings
}

/** Two frames, and no transition under way: a colour that is on its way is nobody's contrast. */
const drawn = (page) =>
  page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    await frame()
    await frame()
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => undefined)))
    await frame()
  })

async function axeFindings(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Whatever is wider than the screen would make the whole page slide. */
const spills = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : []
  })

/** Words that no Romanian sentence has. */
const ENGLISH = /\b(?:the|and|of|your|with|from|is|are|this|no|not)\b/i

export async function tourInRomanian(page, role, pages) {
  await page.evaluate(() => localStorage.setItem('ems-language', 'ro'))
  for (const one of pages)
    await claim(`${role}: ${one.name} is Romanian and fits`, async () => {
      const findings = []
      await visit(page, one)
      for (const screen of SCREENS) {
        await page.setViewportSize(screen)
        await drawn(page)
        await page.screenshot({
          path: pictureOf(`${role}-${one.name}-ro-${screen.width}`),
          fullPage: true,
        })
        findings.push(...(await spills(page)))
      }
      assert.equal(await page.locator('html').getAttribute('lang'), 'ro')
      for (const text of await saidByThePage(page)) if (ENGLISH.test(text)) findings.push(text)
      assert.deepEqual(findings, [])
    })
  await page.evaluate(() => localStorage.removeItem('ems-language'))
  await page.setViewportSize(DESK)
}

/** Texts and names of a page, without those that people or the server wrote, which are marked as of no or another language. */
const saidByThePage = (page) =>
  page.evaluate(() => {
    const foreign = '[lang]:not(html), [translate=no], code, option'
    const texts = []
    const walker = document.createTreeWalker(
      document.body,
      NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
    )
    while (walker.nextNode()) {
      const node = walker.currentNode
      const element = node instanceof Element ? node : node.parentElement
      if (!element || element.closest(foreign) || element.closest('script, style, noscript'))
        continue
      if (node instanceof Element)
        for (const name of ['aria-label', 'title', 'placeholder'])
          texts.push(node.getAttribute(name) ?? '')
      else texts.push(node.textContent ?? '')
    }
    return [...new Set(texts.map((text) => text.trim()).filter(Boolean))]
  })
