//! The actions that can be asked about, named like the acts they guard. It holds names only, never a rule.

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The book of an organisation and what stands in it, its users included.
    Book,
    /// This installation.
    Node,
}

macro_rules! actions {
    ($($subject:ident { $($variant:ident = $name:literal,)* })*) => {
        /// Something a person may be allowed to do; [`Action::name`] is the act's name in facts and policies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $name] $variant,)*)* }

        impl Action {
            /// All actions, in the order of the schema.
            pub const ALL: &[Action] = &[$($(Action::$variant,)*)*];

            /// The act's name, such as `stock.receive`.
            pub const fn name(self) -> &'static str {
                match self { $($(Action::$variant => $name,)*)* }
            }

            /// What the action is done to.
            pub const fn subject(self) -> Subject {
                match self { $($(Action::$variant => Subject::$subject,)*)* }
            }
        }
    };
}

actions! {
    Book {
        ReadStock = "read.stock",
        ReadLot = "read.lot",
        ReadTotals = "read.totals",
        ReadBook = "read.book",
        ReadDirective = "read.directive",
        ReadRegistry = "read.registry",
        ReadAsset = "read.asset",
        StockOpen = "stock.open",
        StockReceive = "stock.receive",
        StockIssue = "stock.issue",
        StockMove = "stock.move",
        TransferDispatch = "transfer.dispatch",
        TransferArrive = "transfer.arrive",
        TransferClose = "transfer.close",
        TransferDispute = "transfer.dispute",
        TransferSettle = "transfer.settle",
        CountOpen = "count.open",
        CountEnter = "count.enter",
        CountRecount = "count.recount",
        CountClose = "count.close",
        AdjustmentRequest = "adjustment.request",
        AdjustmentApprove = "adjustment.approve",
        ReversalRequest = "reversal.request",
        ReversalApprove = "reversal.approve",
        LossClear = "loss.clear",
        LossRequest = "loss.request",
        LossApprove = "loss.approve",
        RequestReject = "request.reject",
        WorksheetRecord = "worksheet.record",
        QualityTest = "quality.test",
        PositionInspect = "position.inspect",
        JobPlan = "job.plan",
        JobApprove = "job.approve",
        JobWithdraw = "job.withdraw",
        JobStart = "job.start",
        JobRead = "job.read",
        JobEnd = "job.end",
        JobClear = "job.clear",
        PositionTreat = "position.treat",
        LotHold = "lot.hold",
        LotRelease = "lot.release",
        RotationDraft = "rotation.draft",
        RotationApprove = "rotation.approve",
        RotationWithdraw = "rotation.withdraw",
        RotationExtend = "rotation.extend",
        RotationPermit = "rotation.permit",
        RotationCost = "rotation.cost",
        CostEnter = "cost.enter",
        CostReverse = "cost.reverse",
        DirectiveIssue = "directive.issue",
        DirectiveApprove = "directive.approve",
        DirectiveRevoke = "directive.revoke",
        OrganisationRegister = "organisation.register",
        SiteRegister = "site.register",
        WarehouseRegister = "warehouse.register",
        BayRegister = "bay.register",
        PositionRegister = "position.register",
        FacilityClose = "facility.close",
        NoticeIssue = "notice.issue",
        NoticeClose = "notice.close",
        TripRegister = "trip.register",
        TripSample = "trip.sample",
        TripTest = "trip.test",
        TripWeigh = "trip.weigh",
        TripHandle = "trip.handle",
        TripSettle = "trip.settle",
        TripRefuse = "trip.refuse",
        TripLeave = "trip.leave",
        DeviceRegister = "device.register",
        DeviceCalibrate = "device.calibrate",
        DeviceRetire = "device.retire",
        DeviceKey = "device.key",
        LayoutSet = "layout.set",
        FrameEnter = "frame.enter",
        AlertAcknowledge = "alert.acknowledge",
        AlertSuppress = "alert.suppress",
        AlertStep = "alert.step",
        StatementMake = "statement.make",
        ContentPut = "content.put",
        PoolRegister = "pool.register",
        AssetReceive = "asset.receive",
        AssetPlace = "asset.place",
        AssetPicture = "asset.picture",
        AssetTurn = "asset.turn",
        AssetTake = "asset.take",
        LoanAsk = "loan.ask",
        LoanApprove = "loan.approve",
        LoanReject = "loan.reject",
        LoanHand = "loan.hand",
        LoanAccept = "loan.accept",
        LoanReturn = "loan.return",
        LoanCompensate = "loan.compensate",
        LoanRecall = "loan.recall",
        PurchaseAsk = "purchase.ask",
        PurchaseOverride = "purchase.override",
        CustodySeal = "custody.seal",
        CustodyOffer = "custody.offer",
        CustodyTake = "custody.take",
        CustodyEnd = "custody.end",
        DisposalAsk = "disposal.ask",
        DisposalAppraise = "disposal.appraise",
        DisposalApprove = "disposal.approve",
        DisposalPermit = "disposal.permit",
        DisposalReject = "disposal.reject",
        DisposalEnd = "disposal.end",
        DisposalPay = "disposal.pay",
        OccasionRegister = "occasion.register",
        OccasionMove = "occasion.move",
        OccasionEnd = "occasion.end",
        InventoryOpen = "inventory.open",
        InventoryScan = "inventory.scan",
        InventoryExplain = "inventory.explain",
        InventoryClose = "inventory.close",
        CheckOpen = "check.open",
        CheckDraw = "check.draw",
        CheckWithdraw = "check.withdraw",
        CheckSheet = "check.sheet",
        CheckSign = "check.sign",
        CheckClose = "check.close",
        FindingOpen = "finding.open",
        FindingMend = "finding.mend",
        FindingRecheck = "finding.recheck",
        ReliefInspect = "relief.inspect",
        KitDefine = "kit.define",
        KitAssemble = "kit.assemble",
        KitDismantle = "kit.dismantle",
        UserCreate = "user.create",
        UserRename = "user.rename",
        UserDisable = "user.disable",
        UserEnable = "user.enable",
        UserReset = "user.reset",
        UserRoleAssign = "user.role.assign",
        UserRoleWithdraw = "user.role.withdraw",
        TokenCreate = "token.create",
        TokenRevoke = "token.revoke",
        ReadUser = "read.user",
    }
    Node {
        PackActivate = "pack.activate",
        BackupMake = "backup.make",
        NodeOperate = "node.operate",
        ConfigRead = "config.read",
        ReadAudit = "read.audit",
        AccountOwn = "account.own",
        ReadCode = "read.code",
    }
}

impl Action {
    /// The action of that name, if there is one.
    pub fn named(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|a| a.name() == name)
    }
}
