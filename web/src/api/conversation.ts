// The support chat, of both sides.
import { API, command, get, part } from './client'
import type { Conversation, ListedConversation } from './types'

const path = (userId: string) => `/users/${part(userId)}/conversation`

export const readConversation = (userId: string, signal?: AbortSignal) =>
  get<Conversation>(path(userId), signal)

export const transcriptOf = (userId: string) => `${API}${path(userId)}?format=text`

export const listConversations = (signal?: AbortSignal) =>
  get<ListedConversation[]>('/conversations', signal)

export const writeMessage = (userId: string, text: string) =>
  command('POST', `${path(userId)}/messages`, { text })

export const markRead = (userId: string, message: string) =>
  command('PUT', `${path(userId)}/read`, { message })

export const askForPerson = (userId: string) => command('POST', `${path(userId)}/person-requests`)

/** An administrator takes over, or hands back to the bot. */
export const joinConversation = (userId: string) => command('PUT', `${path(userId)}/person`)
export const leaveConversation = (userId: string) => command('DELETE', `${path(userId)}/person`)

export const closeConversation = (userId: string) => command('DELETE', path(userId))
