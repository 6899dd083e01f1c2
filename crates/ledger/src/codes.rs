//! The closed lists of the books. Each is stored as a short word, so that a row reads without a key.

use crate::cell::{Cell, ColumnType, Value};

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[serde(rename = $code)] $variant,)+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.code())
            }
        }

        impl Cell for $name {
            const TYPE: ColumnType = ColumnType::Text;
            fn to_value(&self) -> Value {
                Value::Text(self.code().to_owned())
            }
            fn from_value(value: Value) -> Option<Self> {
                if let Value::Text(code) = value { Self::parse(&code) } else { None }
            }
        }
    };
}

codes!(Currency { Mkd = "MKD", Eur = "EUR", Usd = "USD", Chf = "CHF", Gbp = "GBP", });

codes!(
    /// What a signed-in person may do; a token carries exactly one.
    Role {
        Treasurer = "treasurer",
        CaseWorker = "case_worker",
        Approver = "approver",
        Releaser = "releaser",
        Auditor = "auditor",
        Admin = "admin",
    }
);

codes!(
    /// By what somebody travels for the association.
    TravelMeans {
        OwnCar = "own_car",
        AssociationCar = "association_car",
        Bus = "bus",
        Train = "train",
        Plane = "plane",
        Other = "other",
    }
);

codes!(TravelState { Ordered = "ordered", Settled = "settled", Cancelled = "cancelled", });

codes!(PersonState { Active = "active", Disabled = "disabled", });

codes!(AccountKind {
    Asset = "asset",
    ContraAsset = "contra-asset",
    Liability = "liability",
    Equity = "equity",
    Income = "income",
    Expense = "expense",
    Result = "result",
    OffBalance = "off-balance",
});

codes!(
    /// What the rules need to know of an account beyond its place in the chart.
    AccountRole {
        Bank = "bank",
        Cash = "cash",
        Currency = "currency",
        Vouchers = "vouchers",
        Stock = "stock",
        Receivable = "receivable",
        Obligation = "obligation",
        Deferred = "deferred",
        Income = "income",
        Expense = "expense",
        Aid = "aid",
        Equity = "equity",
        FixedAsset = "fixed_asset",
        Investment = "investment",
        Accrual = "accrual",
        Reserve = "reserve",
        Result = "result",
        OffBalance = "off_balance",
    }
);

impl AccountRole {
    /// Money that must be there before it can be paid out.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Bank | Self::Cash | Self::Currency | Self::Vouchers)
    }
}

codes!(SourceKind {
    Person = "person",
    Company = "company",
    DomesticFoundation = "domestic_foundation",
    ForeignFoundation = "foreign_foundation",
    DomesticAssociation = "domestic_association",
    ForeignAssociation = "foreign_association",
    InternationalOrganisation = "international_organisation",
    StateBody = "state_body",
    Municipality = "municipality",
    Anonymous = "anonymous",
});

codes!(AgreementKind {
    Donation = "donation",
    Sponsorship = "sponsorship",
    Grant = "grant",
    BudgetDecision = "budget_decision",
});

codes!(AgreementState { Draft = "draft", Active = "active", Reported = "reported", Closed = "closed", });

codes!(Unspent { Return = "return", Keep = "keep", });

codes!(
    /// How money under an agreement is booked on receipt.
    BookedAs { Income = "income", DeferredIncome = "deferred_income", Liability = "liability", }
);

codes!(IncomeKind {
    Donation = "donation",
    Sponsorship = "sponsorship",
    Grant = "grant",
    CentralBudget = "central_budget",
    MunicipalBudget = "municipal_budget",
    MembershipFee = "membership_fee",
    EconomicActivity = "economic_activity",
    Interest = "interest",
    Other = "other",
    Unclear = "unclear",
});

codes!(
    /// What a file held that was taken in as a whole.
    ImportKind { Incomes = "incomes", Requests = "requests", }
);

codes!(IncomeForm { Money = "money", Goods = "goods", Equipment = "equipment", Services = "services", });

codes!(LotKind { Money = "money", Goods = "goods", });

codes!(AllocationEvent {
    Reserve = "reserve",
    Spend = "spend",
    GiveBack = "give_back",
    Draw = "draw",
    Cover = "cover",
    Convert = "convert",
    Withdraw = "withdraw",
});

impl AllocationEvent {
    /// Whether the event takes from the lot (-1), gives back (+1), or leaves what is left alone.
    pub const fn sign(self) -> i64 {
        match self {
            Self::Reserve | Self::Draw | Self::Cover | Self::Convert | Self::Withdraw => -1,
            Self::GiveBack => 1,
            Self::Spend => 0,
        }
    }
}

codes!(
    /// What became of money that came in: an allocation or a lot, told apart by what its act did.
    TraceEvent {
        Receive = "receive",
        Withdraw = "withdraw",
        Reserve = "reserve",
        Release = "release",
        Spend = "spend",
        Return = "return",
        Give = "give",
        Ungive = "ungive",
        Draw = "draw",
        Undraw = "undraw",
        Cover = "cover",
        Uncover = "uncover",
        Refund = "refund",
        Unrefund = "unrefund",
        Convert = "convert",
        Unconvert = "unconvert",
        Converted = "converted",
        Unconverted = "unconverted",
        Move = "move",
        Unmove = "unmove",
        Moved = "moved",
        Unmoved = "unmoved",
    }
);

codes!(
    /// By what a trace can be broken down.
    Axis {
        Category = "category",
        TargetGroup = "target_group",
        Municipality = "municipality",
        Month = "month",
    }
);

codes!(FundState { Open = "open", Closed = "closed", });
codes!(PeriodState { Open = "open", Closed = "closed", });

codes!(EntryKind {
    Income = "income",
    Explanation = "explanation",
    Manual = "manual",
    Transfer = "transfer",
    Exchange = "exchange",
    Opening = "opening",
    Reversal = "reversal",
    AidObligation = "aid_obligation",
    AidPayment = "aid_payment",
    AidRelease = "aid_release",
    AidReturn = "aid_return",
    AidTax = "aid_tax",
    HandOut = "hand_out",
    GrantRefund = "grant_refund",
    PurposeChange = "purpose_change",
    Advance = "advance",
    AdvanceSettlement = "advance_settlement",
    AdvanceReturn = "advance_return",
    Depreciation = "depreciation",
    AssetRetired = "asset_retired",
    Closing = "closing",
    Reopening = "reopening",
});

codes!(DocumentKind {
    BankStatement = "bank_statement",
    CashVoucher = "cash_voucher",
    Invoice = "invoice",
    Contract = "contract",
    Decision = "decision",
    Receipt = "receipt",
    DeliveryNote = "delivery_note",
    PaymentOrder = "payment_order",
    Payroll = "payroll",
    OpeningBalance = "opening_balance",
    Reversal = "reversal",
    Consent = "consent",
    Other = "other",
});

impl DocumentKind {
    /// Papers by which somebody says that they have what they were given.
    pub const fn is_signed_by_receiver(self) -> bool {
        matches!(self, Self::Receipt | Self::DeliveryNote | Self::CashVoucher)
    }

    /// Papers of a seller or a bank about what was paid.
    pub const fn is_of_a_purchase(self) -> bool {
        matches!(self, Self::Invoice | Self::BankStatement)
    }
}

codes!(
    /// Why an entry has no paper behind it.
    NoDocument {
        CollectionBox = "collection_box",
        PaperLost = "paper_lost",
        Internal = "internal",
        PaperToFollow = "paper_to_follow",
    }
);

codes!(VoucherDirection { In = "in", Out = "out", });

codes!(Category {
    Food = "food",
    Shelter = "shelter",
    Rent = "rent",
    Utilities = "utilities",
    Health = "health",
    HygieneClothing = "hygiene_clothing",
    Education = "education",
    Documents = "documents",
    Transport = "transport",
    EmergencyCash = "emergency_cash",
    Other = "other",
});

codes!(TargetGroup {
    StreetChild = "street_child",
    Homeless = "homeless",
    ExtremeNeed = "extreme_need",
    Other = "other",
});

codes!(Urgency { Emergency = "emergency", Urgent = "urgent", Normal = "normal", });

codes!(RequestState {
    Draft = "draft",
    Submitted = "submitted",
    Screening = "screening",
    NeedsInfo = "needs_info",
    Assessed = "assessed",
    Proposed = "proposed",
    Closed = "closed",
    Rejected = "rejected",
});

impl RequestState {
    /// Whether somebody still has to do something for it.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Draft | Self::Closed | Self::Rejected)
    }
}

codes!(
    /// What a person did for a request.
    Step {
        Draft = "draft",
        Submit = "submit",
        Edit = "edit",
        Screen = "screen",
        Ask = "ask",
        Answer = "answer",
        Assess = "assess",
        Reject = "reject",
        Appeal = "appeal",
        Close = "close",
        Repeat = "repeat",
        EndSeries = "end_series",
        AllowMatch = "allow_match",
    }
);

impl Step {
    /// Intake and assessment stand on the side of who proposes, apart from who approves and who releases.
    pub const fn is_intake(self) -> bool {
        matches!(
            self,
            Self::Draft | Self::Submit | Self::Edit | Self::Screen | Self::Assess | Self::Repeat
        )
    }
}

codes!(
    /// Who is paid for a need.
    PayeeKind {
        Oneself = "self",
        Landlord = "landlord",
        Pharmacy = "pharmacy",
        Utility = "utility",
        Shop = "shop",
        School = "school",
        Other = "other",
    }
);

codes!(
    /// Who signs for the help.
    Signs {
        Oneself = "self",
        Guardian = "guardian",
        SocialWorkCentre = "social_work_centre",
        TwoWitnesses = "two_witnesses",
    }
);

codes!(EvidenceKind {
    IdPaper = "id_paper",
    ProForma = "pro_forma",
    FinalInvoice = "final_invoice",
    Medical = "medical",
    Photo = "photo",
    Signature = "signature",
    Decision = "decision",
    Other = "other",
});

codes!(
    /// What a kept file is, told by its bytes.
    MediaType {
        Pdf = "application/pdf",
        Jpeg = "image/jpeg",
        Png = "image/png",
        Text = "text/plain",
    }
);

codes!(
    /// By what two needs look like one.
    MatchHow {
        Person = "person",
        Household = "household",
        IdentityNumber = "identity_number",
        Phone = "phone",
        Account = "account",
        Address = "address",
        Payee = "payee",
        Name = "name",
    }
);

impl PayeeKind {
    /// Whether it is never a person: only then everybody may know its name.
    pub const fn is_organisation(self) -> bool {
        match self {
            Self::Pharmacy | Self::Utility | Self::Shop | Self::School => true,
            Self::Oneself | Self::Landlord | Self::Other => false,
        }
    }

    /// Whether few are paid by one such account: a pharmacy or a power company is paid for many, and that says nothing.
    pub const fn is_private(self) -> bool {
        match self {
            Self::Landlord | Self::Other => true,
            Self::Oneself | Self::Pharmacy | Self::Utility | Self::Shop | Self::School => false,
        }
    }
}

impl MatchHow {
    /// A name is shared by many: it warns and never stops.
    pub const fn is_soft(self) -> bool {
        matches!(self, Self::Name)
    }

    /// Whether it speaks of papers and not of who somebody is; such a pair can be judged to be two people.
    pub const fn is_of_papers(self) -> bool {
        !matches!(self, Self::Person | Self::Household)
    }
}

codes!(
    /// Whether two kinds of aid go together within a time.
    Combined { Free = "free", Warn = "warn", Hard = "hard", }
);

codes!(
    /// How help reaches people; a third party is paid by bank in their stead: a landlord, a pharmacy.
    Method {
        Bank = "bank",
        Cash = "cash",
        InKind = "in_kind",
        Voucher = "voucher",
        ThirdParty = "third_party",
    }
);

impl Method {
    /// Whether a bank moves the money, so that its statement says that it arrived.
    pub const fn is_by_bank(self) -> bool {
        matches!(self, Self::Bank | Self::ThirdParty)
    }
}

codes!(
    /// On which ground aid is free of personal income tax, or that it is not.
    TaxBasis {
        SocialProtection = "social_protection",
        Donation = "donation",
        Treatment = "treatment",
        PhoneDonations = "phone_donations",
        InKind = "in_kind",
        Taxable = "taxable",
    }
);

codes!(PayoutState {
    Proposed = "proposed",
    Approved = "approved",
    Released = "released",
    Sent = "sent",
    Paid = "paid",
    Confirmed = "confirmed",
    Rejected = "rejected",
    Cancelled = "cancelled",
    Voided = "voided",
    Expired = "expired",
    Failed = "failed",
    PartlyReturned = "partly_returned",
    Returned = "returned",
});

impl PayoutState {
    /// Whether help is under way or given: it has not ended unpaid, and has not come back.
    pub const fn stands(self) -> bool {
        matches!(
            self,
            Self::Proposed
                | Self::Approved
                | Self::Released
                | Self::Sent
                | Self::Paid
                | Self::Confirmed
                | Self::PartlyReturned
        )
    }
}

codes!(
    /// What a person does for a payout, one thing each; who declares a conflict does nothing else.
    Duty {
        Propose = "propose",
        Approve = "approve",
        Release = "release",
        ApproveAndRelease = "approve_and_release",
        Review = "review",
        Conflict = "conflict",
    }
);

codes!(
    /// What the review of an emergency payout found.
    ReviewFinding { InOrder = "in_order", NotInOrder = "not_in_order", }
);

codes!(
    /// Why a step was undone, from a list: the story behind it belongs in a note.
    Reason {
        Mistake = "mistake",
        Duplicate = "duplicate",
        NeedPassed = "need_passed",
        NotEligible = "not_eligible",
        WrongPayee = "wrong_payee",
        WrongAmount = "wrong_amount",
        BankRefused = "bank_refused",
        MoneyCameBack = "money_came_back",
        NotCollected = "not_collected",
        TimeRanOut = "time_ran_out",
        PeriodEnd = "period_end",
        LateDocument = "late_document",
        GiverAsked = "giver_asked",
        EndsSooner = "ends_sooner",
        Joined = "joined",
        Left = "left",
        PersonAsked = "person_asked",
        RetentionOver = "retention_over",
        LawChanged = "law_changed",
        Other = "other",
    }
);

codes!(
    /// What is allowed, but never silently: one payment in cash, or the cash of one month, above what the law data warns of;
    /// papers that the tax basis needs before the last approval; tax that was paid for money that came back; a payment on a day
    /// on which its giver did not want it paid.
    WarningCode {
        CashLimit = "cash-limit",
        CashMonth = "cash-month",
        TaxDocument = "tax-document",
        TaxToAskBack = "tax-to-ask-back",
        IdentitiesNotChecked = "identities-not-checked",
        OutsideWindow = "outside-window",
        PayeeChanged = "payee-changed",
    }
);

codes!(DecisionState { Proposed = "proposed", Confirmed = "confirmed", Withdrawn = "withdrawn", });

codes!(DecisionKind {
    Reverse = "reverse",
    CloseMonth = "close_month",
    ReopenMonth = "reopen_month",
    CloseYear = "close_year",
    ReopenYear = "reopen_year",
    UndoImport = "undo_import",
    GrantRole = "grant_role",
    IssueToken = "issue_token",
    SetBands = "set_bands",
    Delegate = "delegate",
    Erase = "erase",
    RefundGrant = "refund_grant",
    ChangePurpose = "change_purpose",
    GiveAdvance = "give_advance",
    HandOut = "hand_out",
    SetCombinations = "set_combinations",
    SetTaxRules = "set_tax_rules",
    SetLawValue = "set_law_value",
});
codes!(NoteKind {
    Memo = "memo",
    Reason = "reason",
    Story = "story",
    Finding = "finding",
    Question = "question",
    Answer = "answer",
    Grounds = "grounds",
    Digest = "digest",
    Remark = "remark",
});

codes!(
    /// Of whom the vault keeps an identity.
    SubjectKind { Recipient = "recipient", Giver = "giver", Payee = "payee", }
);

codes!(
    /// How much of an identity is shown: who somebody is, what could endanger them, both, or what a payment needs.
    RevealScope {
        Amber = "amber",
        Red = "red",
        AmberRed = "amber_red",
        Payment = "payment",
        Paper = "paper",
    }
);

impl RevealScope {
    pub const fn has_red(self) -> bool {
        matches!(self, Self::Red | Self::AmberRed)
    }
}

codes!(
    /// What an identity is shown for.
    Purpose {
        CaseWork = "case_work",
        Approval = "approval",
        Payment = "payment",
        PaymentList = "payment_list",
        GiverPapers = "giver_papers",
        TaxList = "tax_list",
        Correction = "correction",
        PersonAsked = "person_asked",
        Authority = "authority",
    }
);

impl Purpose {
    /// Shown with a payout that a releaser is paying; these are bounded by the payouts and not by the day.
    pub const fn is_payment(self) -> bool {
        matches!(self, Self::Payment | Self::PaymentList)
    }
}
