/** Every address of the console. Rooms load when they are entered; all but sign-in need a session. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate, Outlet } from '@tanstack/react-router'
import { Button } from 'antd'
import { useSession } from './api/hooks'
import { Problem } from './api/client'
import { useText } from './i18n'
import { homeOf, holds, MENU } from './menu'
import { Refusal } from './part/Panel'
import { Shell } from './part/Shell'
import { ChangePassword, EnrolTotp, LoginPage } from './page/LoginPage'
import { readSearch } from './scope'

const root = createRootRoute({ component: Outlet, validateSearch: readSearch, notFoundComponent: Missing })

function Missing() {
  const { t } = useText()
  return <div className="page"><section className="p"><div className="in">{t('app.missing')}</div></section></div>
}

/** A page that failed, most often because its file is gone after an upgrade or out of reach. */
function Failed({ error }: { error: unknown }) {
  const { t } = useText()
  return <div className="page"><section className="p"><div className="in" role="alert"><strong className="red">{t('app.broken')}</strong><p className="sec mono">{error instanceof Error ? error.message : String(error)}</p><Button type="primary" onClick={() => location.reload()}>{t('app.reload')}</Button></div></section></div>
}

/** Rooms need a session; an initial password and a missing second factor come first. */
function Gate() {
  const session = useSession()
  if (session.error instanceof Problem && session.error.status === 401) return <Navigate to="/login" />
  if (session.data) {
    if (session.data.must_change_password) return <ChangePassword forced />
    if (session.data.must_enrol_totp) return <EnrolTotp forced />
    return <Shell session={session.data} />
  }
  if (session.error) return <div className="gate"><div className="p"><Refusal error={session.error} retry={() => void session.refetch()} /></div></div>
  return null
}

const login = createRoute({ getParentRoute: () => root, path: '/login', component: LoginPage })
const gate = createRoute({ getParentRoute: () => root, id: 'gate', component: Gate })
const under = { getParentRoute: () => gate }

/** The cockpit for those who have one; their first room for the others. */
const Cockpit = lazyRouteComponent(() => import('./page/CockpitPage'))
function Home() {
  const session = useSession()
  if (!session.data) return null
  return holds(session.data.user, ...MENU[0].rooms[0].roles) ? <Cockpit /> : <Navigate to={homeOf(session.data.user)} />
}

const rooms = [
  createRoute({ ...under, path: '/', component: Home }),
  createRoute({ ...under, path: '/map', component: lazyRouteComponent(() => import('./page/MapPage')) }),
  createRoute({ ...under, path: '/table', component: lazyRouteComponent(() => import('./page/TablePage')) }),
  createRoute({ ...under, path: '/depot', component: lazyRouteComponent(() => import('./page/DepotListPage')) }),
  createRoute({ ...under, path: '/depot/$site', component: lazyRouteComponent(() => import('./page/DepotPage')) }),
  createRoute({ ...under, path: '/position/$position', component: lazyRouteComponent(() => import('./page/PositionPage')) }),
  createRoute({ ...under, path: '/act/$act', component: lazyRouteComponent(() => import('./page/ActPage')) }),
  createRoute({ ...under, path: '/gate', component: lazyRouteComponent(() => import('./page/GatePage')) }),
  createRoute({ ...under, path: '/trips/$trip', component: lazyRouteComponent(() => import('./page/TripPage')) }),
  createRoute({ ...under, path: '/keeping', component: lazyRouteComponent(() => import('./page/KeepingPage')) }),
  createRoute({ ...under, path: '/samples', component: lazyRouteComponent(() => import('./page/SamplePage')) }),
  createRoute({ ...under, path: '/lots', component: lazyRouteComponent(() => import('./page/LotListPage')) }),
  createRoute({ ...under, path: '/lots/$lot', component: lazyRouteComponent(() => import('./page/TracePage')) }),
  createRoute({ ...under, path: '/consignments', component: lazyRouteComponent(() => import('./page/ConsignmentPage')) }),
  createRoute({ ...under, path: '/counts', component: lazyRouteComponent(() => import('./page/CountListPage')) }),
  createRoute({ ...under, path: '/counts/$count', component: lazyRouteComponent(() => import('./page/CountPage')) }),
  createRoute({ ...under, path: '/directives', component: lazyRouteComponent(() => import('./page/DirectiveListPage')) }),
  createRoute({ ...under, path: '/directives/$directive', component: lazyRouteComponent(() => import('./page/DirectivePage')) }),
  createRoute({ ...under, path: '/requests', component: lazyRouteComponent(() => import('./page/RequestPage')) }),
  createRoute({ ...under, path: '/catalogue', component: lazyRouteComponent(() => import('./page/CataloguePage')) }),
  createRoute({ ...under, path: '/assets', component: lazyRouteComponent(() => import('./page/AssetListPage')) }),
  createRoute({ ...under, path: '/assets/$asset', component: lazyRouteComponent(() => import('./page/AssetPage')) }),
  createRoute({ ...under, path: '/scan', component: lazyRouteComponent(() => import('./page/ScanPage')) }),
  createRoute({ ...under, path: '/outbox', component: lazyRouteComponent(() => import('./page/OutboxPage')) }),
  createRoute({ ...under, path: '/loans', component: lazyRouteComponent(() => import('./page/LoanListPage')) }),
  createRoute({ ...under, path: '/loans/$loan', component: lazyRouteComponent(() => import('./page/LoanPage')) }),
  createRoute({ ...under, path: '/purchases', component: lazyRouteComponent(() => import('./page/PurchaseListPage')) }),
  createRoute({ ...under, path: '/purchases/$purchase', component: lazyRouteComponent(() => import('./page/PurchasePage')) }),
  createRoute({ ...under, path: '/custody', component: lazyRouteComponent(() => import('./page/CustodyListPage')) }),
  createRoute({ ...under, path: '/custody/$asset', component: lazyRouteComponent(() => import('./page/CustodyPage')) }),
  createRoute({ ...under, path: '/disposals', component: lazyRouteComponent(() => import('./page/DisposalListPage')) }),
  createRoute({ ...under, path: '/disposals/$disposal', component: lazyRouteComponent(() => import('./page/DisposalPage')) }),
  createRoute({ ...under, path: '/occasions', component: lazyRouteComponent(() => import('./page/OccasionListPage')) }),
  createRoute({ ...under, path: '/inventories', component: lazyRouteComponent(() => import('./page/InventoryListPage')) }),
  createRoute({ ...under, path: '/inventories/$inventory', component: lazyRouteComponent(() => import('./page/InventoryPage')) }),
  createRoute({ ...under, path: '/emergency', component: lazyRouteComponent(() => import('./page/EmergencyPage')) }),
  createRoute({ ...under, path: '/rotation', component: lazyRouteComponent(() => import('./page/RotationPage')) }),
  createRoute({ ...under, path: '/monthly', component: lazyRouteComponent(() => import('./page/MonthlyPage')) }),
  createRoute({ ...under, path: '/costs', component: lazyRouteComponent(() => import('./page/CostPage')) }),
  createRoute({ ...under, path: '/rotation/$plan', component: lazyRouteComponent(() => import('./page/RotationPlanPage')) }),
  createRoute({ ...under, path: '/checks', component: lazyRouteComponent(() => import('./page/CheckRoomPage')) }),
  createRoute({ ...under, path: '/checks/$check', component: lazyRouteComponent(() => import('./page/CheckPage')) }),
  createRoute({ ...under, path: '/findings/$finding', component: lazyRouteComponent(() => import('./page/FindingPage')) }),
  createRoute({ ...under, path: '/alerts', component: lazyRouteComponent(() => import('./page/AlertListPage')) }),
  createRoute({ ...under, path: '/alerts/$alert', component: lazyRouteComponent(() => import('./page/AlertPage')) }),
  createRoute({ ...under, path: '/readings', component: lazyRouteComponent(() => import('./page/ReadingListPage')) }),
  createRoute({ ...under, path: '/readings/$position', component: lazyRouteComponent(() => import('./page/ReadingPage')) }),
  createRoute({ ...under, path: '/market', component: lazyRouteComponent(() => import('./page/MarketPage')) }),
  createRoute({ ...under, path: '/relief', component: lazyRouteComponent(() => import('./page/ReliefPage')) }),
  createRoute({ ...under, path: '/books', component: lazyRouteComponent(() => import('./page/BookListPage')) }),
  createRoute({ ...under, path: '/books/$org', component: lazyRouteComponent(() => import('./page/BookPage')) }),
  createRoute({ ...under, path: '/books/$org/$index', component: lazyRouteComponent(() => import('./page/FactPage')) }),
  createRoute({ ...under, path: '/statements', component: lazyRouteComponent(() => import('./page/StatementListPage')) }),
  createRoute({ ...under, path: '/statements/$id', component: lazyRouteComponent(() => import('./page/StatementPage')) }),
  createRoute({ ...under, path: '/organisations', component: lazyRouteComponent(() => import('./page/OrganisationPage')) }),
  createRoute({ ...under, path: '/users', component: lazyRouteComponent(() => import('./page/UserPage')) }),
  createRoute({ ...under, path: '/audit', component: lazyRouteComponent(() => import('./page/AuditPage')) }),
  createRoute({ ...under, path: '/tokens', component: lazyRouteComponent(() => import('./page/TokenPage')) }),
  createRoute({ ...under, path: '/packs', component: lazyRouteComponent(() => import('./page/PackPage')) }),
  createRoute({ ...under, path: '/import', component: lazyRouteComponent(() => import('./page/ImportPage')) }),
  createRoute({ ...under, path: '/account', component: lazyRouteComponent(() => import('./page/AccountPage')) }),
]

export const router = createRouter({ routeTree: root.addChildren([login, gate.addChildren(rooms)]), defaultPreload: 'intent', defaultErrorComponent: Failed, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
