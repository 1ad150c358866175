// The support chat of both sides: a rule, a language model, and a person who takes over and hands back.
import { strict as assert } from 'node:assert'
import { claim, until } from './steps.mjs'

const SAID = 'Your heat pump has used most of it, mainly in the evening.'

export async function chat({ admin, client, world, model }) {
  const said = (page, from, text) =>
    page.locator(`[data-testid=message][data-from=${from}]`).filter({ hasText: text })
  const write = async (page, text) => {
    await page.getByLabel('Your message').fill(text)
    await page.getByLabel('Your message').press('Enter')
  }

  await claim('a rule answers, and says that it is one', async () => {
    await client.goto('/chat')
    await client.getByRole('button', { name: 'How is my bill made up?' }).click()
    const answer = said(client, 'bot', 'Your bill follows from the energy')
    await answer.waitFor()
    await answer.getByText('answer from the handbook').waitFor()
  })

  await claim(
    "a language model answers out of the customer's own numbers, and says so",
    async () => {
      model.answer = SAID
      await write(client, 'Why was yesterday evening so much more than Sunday?')
      const answer = said(client, 'bot', SAID)
      await answer.waitFor()
      await answer.getByText('written by a language model').waitFor()
      await answer.getByText('From your numbers as they stood on').waitFor()
      assert.equal(model.questions.length, 1)
      assert.ok(model.questions[0].includes('Heat pump'), 'it was not shown the devices')
    },
  )

  await claim('a person is asked for, and the inbox says who waits', async () => {
    await client.getByRole('button', { name: 'Ask for a person' }).click()
    await client.getByText('A person has been asked to join.').waitFor()
    await admin.goto('/inbox')
    await admin.getByText('Asks for a person').waitFor()
  })

  await claim(
    'an administrator takes over and answers, and the customer sees it at once',
    async () => {
      await admin.goto(`/inbox/${world.client.userId}`)
      await admin.getByRole('button', { name: 'Take over' }).click()
      await write(admin, 'Good evening, this is a person.')
      const answer = said(client, 'person', 'Good evening, this is a person.')
      await answer.waitFor()
      await client.getByText('A person answers', { exact: true }).waitFor()
    },
  )

  await claim('one sees that the other writes, and that it was read', async () => {
    // A key is told at most every few seconds, so one goes on writing.
    await until('the administrator sees the customer write', async () => {
      await client.getByLabel('Your message').press('x')
      return (await admin.getByText(/is writing/).count()) > 0
    })
    await write(client, 'Thank you!')
    await said(admin, 'customer', 'Thank you!').waitFor()
    await said(client, 'customer', 'Thank you!')
      .getByText('Read', { exact: true })
      .waitFor({ state: 'attached' })
  })

  await claim('handed back, the assistant answers again', async () => {
    await admin.getByRole('button', { name: 'Hand back to the assistant' }).click()
    await client.getByText('The assistant answers').waitFor()
    model.answer = 'Gladly.'
    await write(client, 'And what should I watch?')
    await said(client, 'bot', 'Gladly.').waitFor()
  })

  await claim('every message stands there once', async () => {
    const texts = await client
      .getByTestId('message')
      .evaluateAll((all) => all.map((one) => one.innerText))
    assert.equal(new Set(texts).size, texts.length, texts.join('\n---\n'))
    return `${texts.length} messages`
  })
}
