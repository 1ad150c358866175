// The first page: for a customer their home at a glance, for an administrator the installation.
import { readsAll, useSession } from '@/components/session'
import { AdminOverview } from './admin'
import { ClientOverview } from './client'

export function OverviewPage() {
  return readsAll(useSession()) ? <AdminOverview /> : <ClientOverview />
}
