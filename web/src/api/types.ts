/** Names of the console for what is on the wire: every type is the one generated from the OpenAPI document (`npm run types`). */
import type { components } from './schema'

type S = components['schemas']

export type Quantity = number
export type Named = { code: string; name: string; name_en?: string | null }
export type Page<T> = { items: T[]; next?: string | null; total?: number | null }

export type Session = S['Session']
export type User = S['User']
/** `password` and `token` come back once, from acts that make them. */
export type ActAnswer = S['Receipt'] & { password?: string | null; token?: string | null }

export type Situation = S['SituationAnswer']
export type ItemTotal = S['ItemTotal']
export type Day = S['Day']
export type FactLine = S['FactLine']
export type MapAnswer = S['MapAnswer']
export type TableAnswer = S['TableAnswer']
export type Cell = S['TableRow']
export type StatementHead = S['StatementHead']
export type Statement = S['StatementAnswer']
export type StatementTotal = S['StatementTotal']
export type HoldingProof = S['HoldingProof']

export type Region = S['RegionRow']
export type Item = S['ItemRow']
export type Nature = S['NatureRow']
export type Pack = S['PackRow']
export type PackAnswer = S['PackAnswer']
export type Rule = S['RuleRow']
export type Organisation = S['OrganisationRow']

export type Site = S['SiteRow']
export type SiteAnswer = S['SiteAnswer']
export type Warehouse = S['WarehouseAnswer']
export type Position = S['PositionAnswer']
export type Holding = S['Holding']
export type LedgerLine = S['LedgerLine']
export type LedgerKind = S['LedgerKind']
export type Agreement = S['Agreement']
export type Lot = S['LotAnswer']
export type Trace = S['Trace']
export type Step = S['Step']
export type Transit = S['ConsignmentAnswer']
export type Directive = S['DirectiveAnswer']
export type DirectiveLine = S['DirectiveLine']
export type Request = S['RequestAnswer']
export type CountHead = S['CountHead']
export type Count = S['CountAnswer']
export type CountLine = S['CountLine']

export type Asset = S['AssetAnswer']
export type LoanHead = S['LoanHead']
export type Loan = S['LoanAnswer']
export type PurchaseHead = S['PurchaseHead']
export type Purchase = S['PurchaseAnswer']
export type Match = S['MatchAnswer']
export type CustodyHead = S['CustodyHead']
export type Custody = S['CustodyAnswer']
export type Pool = S['PoolAnswer']
export type Notice = S['NoticeAnswer']
export type Trip = S['TripAnswer']
export type TripDetail = S['TripDetail']
export type Sample = S['SampleAnswer']
export type Weighbridge = S['WeighbridgeAnswer']

export type Book = S['Book']
export type Fact = S['Fact']
export type FactProof = S['Proof']
export type Key = S['PublicKey']
export type Account = S['UserAnswer']
export type Token = S['TokenAnswer']
export type Status = Rule['status']
export type Enrolled = S['Enrolled']
