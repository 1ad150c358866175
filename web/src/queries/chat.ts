// The support conversations, of both sides.
import { queryOptions } from '@tanstack/react-query'
import { listConversations, readConversation } from '@/api/conversation'
import { keys } from './keys'

export const conversationQuery = (userId: string) =>
  queryOptions({
    queryKey: keys.conversation(userId),
    queryFn: ({ signal }) => readConversation(userId, signal),
    staleTime: 15_000,
  })

export const conversationsQuery = queryOptions({
  queryKey: keys.conversations,
  queryFn: ({ signal }) => listConversations(signal),
  staleTime: 15_000,
  refetchInterval: 60_000,
})
