/** Wire types of the console. Quantities are thousandths of the item's unit, money is fen, instants are UTC microseconds, days are `YYYY-MM-DD`. */

export type Quantity = number
export type Named = { code: string; name: string; name_en?: string | null }
export type Page<T> = { items: T[]; next: string | null; total: number | null }
export type User = { id: string; name: string; org: string; org_name: string; roles: string[]; regions: string[] }
export type Session = { user: User; must_change_password: boolean; must_enrol_totp: boolean; second_factor: boolean; synthetic: boolean; node: string }

export type Receipt = { book: string; org: string; index: number; leaf_sha256: string; leaf_sm3: string; act: string }
/** `created` holds codes of lots, directives and consignments; `repeated` says that nothing was done again. */
export type ActAnswer = { receipt: Receipt; created: string[]; repeated: boolean; password?: string | null; token?: string | null }

export type FactLine = { org: string; org_name: string; index: number; at: number; act: string; by: string; order: string | null; why: string | null; summary: string; summary_en: string; quantity: Quantity | null; unit: string | null; item: string | null; item_name: string | null; position: string | null; lot: string | null }
export type ItemTotal = { category: string; category_name: string; item: string; name: string; name_en: string; unit: string; quantity: Quantity; stored: Quantity; in_transit: Quantity; amount: number }
export type RegionTotal = { region: string; name: string; quantities: { category: string; unit: string; quantity: Quantity }[] }
export type Day = { day: string; in: Quantity; out: Quantity; stock: Quantity }
export type TransitLine = { line: number; lot: string; item: string; item_name: string; unit: string; dispatched: Quantity; arrived: Quantity; settled: Quantity; in_transit: Quantity; amount: number }
/** `state` is the sender's word (sent, disputed, settled), `arrival` the receiver's (arriving, closed). */
export type Transit = { code: string; from: string; from_name: string; from_site: string; to: string; to_name: string; to_site: string; carrier: string; vehicle: string | null; directive: string | null; dispatched_at: number; dispatched_by: string; state: string; arrival: string | null; reason: string | null; lines: TransitLine[] }
export type Situation = {
  at: number; region: string; region_name: string
  totals: ItemTotal[]
  regions: RegionTotal[]
  trends: { category: string; category_name: string; unit: string; days: Day[] }[]
  facts: FactLine[]
  freshness: { books: number; sites: number; holdings: number; newest: number | null }
  proof: { facts: number; checkpoint_at: number | null; statement: string | null }
}

export type MapAnswer = { columns: string[]; rows: unknown[][] }
export type Cell = { key: string[]; label: string[]; label_en: string[]; quantity: Quantity; stored: Quantity; in_transit: Quantity; amount: number; unit: string; positions: number; filter: Record<string, string> }
export type TableAnswer = { columns: { code: string; name: string; name_en: string }[]; rows: Cell[]; totals: { unit: string; quantity: Quantity; stored: Quantity; in_transit: Quantity; amount: number; positions: number }[]; statement: string | null; as_of: number }

export type Region = { code: string; name: string; level: number; parent: string | null }
export type Status = 'confirmed' | 'needs_citation' | 'unconfirmed'
export type Item = { code: string; name: string; name_en: string; spec: string | null; pack: string; pack_name: string; class: string; class_name: string; unit: string; unit_name: string; decimals: number; natures: string[]; grades: string[]; indicators: Named[]; status: Status }
export type Nature = Named & { owner_levels: Named[]; release: 'directive' | 'custodian'; status: Status }
export type Rule = { section: string; id: string; version: number; effective_from: string; effective_to: string | null; items: number; status: Status; basis: string; basis_en: string }
export type Pack = { id: string; version: string; name: string; name_en: string; summary: string; summary_en: string; items: number; rules: number; unconfirmed: number; needs_citation: number }
export type PackAnswer = Pack & { item_list: Item[]; rule_list: Rule[] }
export type Organisation = { code: string; name: string; kind: string; kind_name: string; kind_name_en: string; party: string; region: string; region_name: string; parent: string | null; parent_name: string | null; upstream: string | null }
export type Site = { code: string; name: string; kind: string; org: string; org_name: string; region: string; region_name: string; lon: number; lat: number; totals: { category: string; unit: string; quantity: Quantity }[] }
export type SiteAnswer = Omit<Site, 'totals'> & { valid_from: string; valid_to: string | null; positions: number; warehouses: Warehouse[] }
export type Warehouse = { code: string; name: string; kind: string; site: string; valid_from: string; valid_to: string | null; positions: Position[] }
export type LotIdentity = { lot: string; item: string; item_name: string; item_name_en: string; category: string; unit: string; unit_name: string; nature: string; nature_name: string; owner: string; owner_name: string; grade: string | null; harvest_year: number | null; origin: string | null; received_on: string; produced_on: string | null; expires_on: string | null; judgement: string | null; tested_on: string | null; held: string | null }
/** A lot at a position; `last_index` is the last fact that moved it, in the book of `org`. */
export type Holding = LotIdentity & { position: string; position_name: string; site: string; quantity: Quantity; amount: number; last_index: number; org: string }
export type Position = { code: string; name: string; org: string; org_name: string; site: string; warehouse: string; bay: string; form: string; capacity: Quantity; keeper: string; valid_from: string; valid_to: string | null; free_from: string | null; lots: Holding[] }
export type LedgerKind = 'keeper' | 'card' | 'statistical' | 'accounting' | 'lot'
export type LedgerLine = { index: number | null; org: string; at: number | null; day: string; kind: string; kind_name: string; kind_name_en: string; position: string; lot: string; order: string | null; counterpart: string | null; reverses: number | null; in: Quantity | null; out: Quantity | null; balance: Quantity; amount: number; by: string | null }
export type Agreement = { lot: string; keeper: Quantity; card: Quantity; statistical: Quantity; accounting: Quantity; lot_chain: Quantity; value: number; accounting_value: number; agrees: boolean }
export type Lot = LotIdentity & { org: string; org_name: string; site: string; quantity: Quantity; amount: number; positions: { code: string; org: string; quantity: Quantity; amount: number }[]; accepted: string | null; latest: string | null }
export type Step = { org: string; org_name: string; index: number; at: number; day: string; kind: string; summary: string; summary_en: string; position: string; quantity: Quantity; balance: Quantity; order: string | null; counterpart: string | null; reverses: number | null; by: string }
/** `hidden` steps stand in books the caller may not read. */
export type Trace = { items: Step[]; hidden: number }

export type DirectiveLine = { line: number; scope: string; item: string; item_name: string; unit: string; nature: string; nature_name: string; owner: string; owner_name: string; quantity: Quantity; used: Quantity; destination: string | null }
export type Directive = { code: string; org: string; org_name: string; purpose: string; purpose_name: string; purpose_name_en: string; status: string; valid_from: string; valid_to: string; authority: string; issued_by: string; issued_at: number; approved_by: string | null; reason: string | null; lines: DirectiveLine[] }
export type Request = { org: string; number: number; kind: 'adjustment' | 'reversal' | 'loss'; detail: unknown; position: string | null; reason: string; requested_at: number; requested_by: string; status: string; decided_by: string | null; decided_index: number | null }
export type CountHead = { id: string; org: string; number: number; scope: string; status: string; reason: string; opened_at: number; opened_by: string; closed_by: string | null; closed_index: number | null }
/** `first`, `second` and `book` are null until the line is counted twice. */
export type CountLine = { position: string; lot: string; counts: number; recounts: number; first: Quantity | null; second: Quantity | null; book: Quantity | null; difference: Quantity | null }
export type Count = CountHead & { lines: CountLine[] }
export type Book = { org: string; org_name: string; origin: string; size: number; signed_size: number; at: number | null; home: boolean }
export type Fact = { entry: string; org: string; origin: string; index: number; at: number; act: string; by: { user: string; org: string }; order: string | null; why?: string | null }
export type FactProof = { sha256: string | null; sm3: string | null }
export type Key = { org: string; vkey: string }
export type StatementHead = { id: string; day: string; made_at: number; node: string; books: number; groups: number; positions: number; note: string; gm_note: string }
export type StatementTotal = { key: string; name: string; nature_name: string; owner_name: string; region: string; region_name: string; unit: string; quantity: Quantity; positions: number; books: number }
export type Statement = StatementHead & { root_sha256: string; root_sm3: string; totals: StatementTotal[] }
export type HoldingProof = { lot: string; quantity: Quantity; sha256: string; sm3: string }
export type Account = { id: string; name: string; org: string; org_name: string; roles: string[]; regions: string[]; disabled: boolean; created_at: number }
export type Token = { id: string; user: string; label: string; roles: string[]; created_at: number; expires_at: number; revoked: boolean }
