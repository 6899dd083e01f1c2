//! Which role may give which command: one table, walked by a test for every route.

use crate::codes::{DecisionKind, Role};
use crate::command::{Actor, Command};
use crate::facts::Facts;
use crate::refusal::Refusal;

use Role::{Admin, Approver, CaseWorker, Releaser, Treasurer};

/// The kinds of command, as routes and leaves name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    pub what: &'static str,
    pub roles: &'static [Role],
}

pub const OPEN_BOOKS: Permission = Permission { what: "open the books", roles: &[Admin] };
pub const PEOPLE: Permission = Permission { what: "manage people and tokens", roles: &[Admin] };
/// Not the auditor: an auditor changes nothing, and is let in for a time by two others.
pub const OWN_TOKEN: Permission = Permission {
    what: "renew a token of one's own",
    roles: &[Admin, Treasurer, CaseWorker, Approver, Releaser],
};
/// Whoever may sign in; an auditor too, who reads.
pub const SESSION: Permission = Permission { what: "sign in and out", roles: Role::ALL };
pub const SCHEME: Permission =
    Permission { what: "change the chart or the posting scheme", roles: &[Admin, Treasurer] };
/// One person is enough: it moves no money, everybody can read it in public registers, and every version stays.
pub const ASSOCIATION: Permission =
    Permission { what: "say whose books these are", roles: &[Admin, Treasurer] };
pub const FUNDS: Permission =
    Permission { what: "manage funds, sources, members and agreements", roles: &[Treasurer] };
pub const INCOME: Permission = Permission { what: "record money", roles: &[Treasurer] };
/// Whoever answers for the association sends people, and the treasurer keeps the order; never for oneself.
pub const TRAVEL: Permission =
    Permission { what: "order travel and say what it cost", roles: &[Treasurer, Admin] };
pub const ASSETS: Permission =
    Permission { what: "keep the register of fixed assets", roles: &[Treasurer] };
pub const YEAR: Permission =
    Permission { what: "count a year or issue its papers", roles: &[Treasurer] };
pub const RECIPIENTS: Permission =
    Permission { what: "register recipients and requests", roles: &[CaseWorker] };
pub const RECORD_IDENTITY: Permission =
    Permission { what: "record an identity", roles: &[CaseWorker, Treasurer] };
/// Of whom, and how much, is narrower for each role: `decide/identity.rs`.
pub const REVEAL: Permission = Permission {
    what: "have an identity shown",
    roles: &[CaseWorker, Approver, Releaser, Treasurer],
};
pub const HOLD: Permission = Permission {
    what: "keep data beyond its time, or no longer",
    roles: &[CaseWorker, Treasurer, Admin],
};
/// A second person goes on although there is other aid.
pub const ALLOW_MATCH: Permission = Permission {
    what: "allow aid that another looks like, or tell two people apart",
    roles: &[CaseWorker, Approver],
};
pub const PROPOSE: Permission = Permission { what: "propose aid", roles: &[CaseWorker] };
pub const APPROVE: Permission = Permission { what: "approve aid", roles: &[Approver] };
pub const CONFLICT: Permission =
    Permission { what: "declare a conflict of interest", roles: &[Approver, Releaser] };
pub const BREAK_GLASS: Permission =
    Permission { what: "approve and release in an emergency", roles: &[Approver] };
pub const REVIEW: Permission =
    Permission { what: "review an emergency payout", roles: &[Approver, Releaser, Treasurer] };
pub const CANCEL: Permission =
    Permission { what: "cancel a payout", roles: &[CaseWorker, Approver] };
pub const RELEASE: Permission = Permission { what: "release aid", roles: &[Releaser] };
pub const PAY: Permission = Permission { what: "record a payment", roles: &[Treasurer, Releaser] };
pub const TAX: Permission =
    Permission { what: "note a tax list or pay the tax of aid", roles: &[Treasurer, Releaser] };
pub const CONFIRM: Permission =
    Permission { what: "confirm that aid arrived", roles: &[CaseWorker, Releaser] };
pub const EXPIRE: Permission = Permission {
    what: "expire a reservation",
    roles: &[Treasurer, CaseWorker, Approver, Releaser],
};
pub const PROPOSE_DECISION: Permission =
    Permission { what: "propose a decision of two", roles: &[Treasurer, CaseWorker, Admin] };
pub const CONFIRM_DECISION: Permission = Permission {
    what: "confirm a decision of two",
    roles: &[Treasurer, CaseWorker, Approver, Releaser, Admin],
};

#[expect(clippy::too_many_lines, reason = "a table: one arm per command and nothing else")]
pub const fn permission(command: &Command) -> Permission {
    match command {
        Command::OpenBooks(_) => OPEN_BOOKS,
        Command::AddPerson { .. }
        | Command::DisablePerson { .. }
        | Command::RevokeRole { .. }
        | Command::RevokeToken { .. } => PEOPLE,
        Command::IssueToken { .. } => OWN_TOKEN,
        Command::BeginSession { .. } | Command::EndSession { .. } => SESSION,
        Command::SetAssociation(_) => ASSOCIATION,
        Command::PutAccount(_) | Command::PutPostingRule { .. } => SCHEME,
        Command::OpenFund { .. }
        | Command::CloseFund { .. }
        | Command::AddSource(_)
        | Command::EditSource { .. }
        | Command::AddMember { .. }
        | Command::EndMembership { .. }
        | Command::AddAgreement(_)
        | Command::SetAgreementState { .. } => FUNDS,
        Command::RecordIncome(_)
        | Command::ExplainReceipt(_)
        | Command::ImportIncomes(_)
        | Command::PostEntry(_)
        | Command::Transfer(_)
        | Command::SellCurrency(_)
        | Command::RevalueCurrency(_)
        | Command::ChargeCurrency(_)
        | Command::SettleAdvance(_)
        | Command::ReturnAdvance(_)
        | Command::RecordOpening(_) => INCOME,
        Command::OrderTravel(_) | Command::SettleTravel { .. } | Command::CancelTravel { .. } => {
            TRAVEL
        }
        Command::RecordAsset(_) | Command::Depreciate { .. } | Command::RetireAsset(_) => ASSETS,
        Command::CountYear(_) | Command::IssuePapers(_) => YEAR,
        Command::ProposeDecision { .. } | Command::WithdrawDecision { .. } => PROPOSE_DECISION,
        Command::ConfirmDecision { .. } => CONFIRM_DECISION,
        Command::RecordIdentity(_) | Command::RecordIdentities { .. } => RECORD_IDENTITY,
        Command::Reveal(_) => REVEAL,
        Command::SetHold(_) => HOLD,
        Command::AddRecipient { .. }
        | Command::AddPayee(_)
        | Command::EditPayee { .. }
        | Command::DraftRequest(_)
        | Command::SubmitRequest(_)
        | Command::SubmitDraft { .. }
        | Command::EditRequest(_)
        | Command::ScreenRequest { .. }
        | Command::AskAboutRequest { .. }
        | Command::AnswerRequest { .. }
        | Command::AssessRequest(_)
        | Command::RejectRequest { .. }
        | Command::AppealRequest { .. }
        | Command::CloseRequest { .. }
        | Command::RepeatRequest { .. }
        | Command::EndSeries { .. }
        | Command::ImportRequests(_)
        | Command::AttachEvidence(_) => RECIPIENTS,
        Command::AllowMatch(_) | Command::JudgePair { .. } => ALLOW_MATCH,
        Command::ProposePayout(_) => PROPOSE,
        Command::ApprovePayout { .. } | Command::RejectPayout { .. } => APPROVE,
        Command::DeclareConflict { .. } => CONFLICT,
        Command::BreakGlass { .. } => BREAK_GLASS,
        Command::ReviewEmergency { .. } => REVIEW,
        Command::CancelPayout { .. } => CANCEL,
        Command::ReleasePayout { .. }
        | Command::OpenBatch(_)
        | Command::MakePaymentList(_)
        | Command::SendPayout { .. }
        | Command::FailPayout { .. }
        | Command::VoidPayout { .. } => RELEASE,
        Command::PayPayout { .. } | Command::ReturnPayout { .. } => PAY,
        Command::NoteTaxList { .. } | Command::PayTax { .. } => TAX,
        Command::ConfirmPayout { .. } => CONFIRM,
        Command::ExpirePayout { .. } | Command::ExpireDue { .. } => EXPIRE,
    }
}

/// Who proposes and who confirms each kind of decision.
pub const fn decision_roles(kind: DecisionKind) -> (&'static [Role], &'static [Role]) {
    match kind {
        DecisionKind::Reverse => (&[Treasurer, CaseWorker], &[Treasurer, Approver, Releaser]),
        DecisionKind::CloseMonth
        | DecisionKind::ReopenMonth
        | DecisionKind::CloseYear
        | DecisionKind::ReopenYear => (&[Treasurer], &[Treasurer, Approver, Releaser]),
        // Of incomes the treasurer, of needs a case worker: each of their own files.
        DecisionKind::UndoImport => (&[Treasurer, CaseWorker], &[Treasurer, Approver, Releaser]),
        DecisionKind::GrantRole
        | DecisionKind::IssueToken
        | DecisionKind::SetBands
        | DecisionKind::Delegate
        | DecisionKind::SetCombinations
        | DecisionKind::SetTaxRules => (&[Admin], &[Admin]),
        // An accountant finds the new figure; an administrator answers for it.
        DecisionKind::SetLawValue => (&[Treasurer, Admin], &[Admin]),
        DecisionKind::Erase => {
            (&[CaseWorker, Treasurer, Admin], &[Treasurer, Approver, Releaser, Admin])
        }
        DecisionKind::RefundGrant | DecisionKind::ChangePurpose => {
            (&[Treasurer], &[Treasurer, Approver, Releaser])
        }
        DecisionKind::GiveAdvance => (&[Treasurer, CaseWorker], &[Treasurer, Approver, Releaser]),
        // Whoever was there may say so.
        DecisionKind::HandOut => (&[CaseWorker], &[CaseWorker, Treasurer, Approver, Releaser]),
    }
}

/// Roles that check one another are not held by one person.
pub const fn exclude(one: Role, other: Role) -> bool {
    const fn alone(role: Role) -> bool {
        matches!(role, Role::Treasurer | Role::Auditor | Role::Admin)
    }
    // A small association's treasurer may release; an auditor or administrator touches no money at all.
    const fn apart(role: Role) -> bool {
        matches!(role, Role::Auditor | Role::Admin)
    }
    const fn same(one: Role, other: Role) -> bool {
        matches!(
            (one, other),
            (Role::Treasurer, Role::Treasurer)
                | (Role::Auditor, Role::Auditor)
                | (Role::Admin, Role::Admin)
        )
    }
    if same(one, other) {
        return false;
    }
    (alone(one) && alone(other))
        || apart(one)
        || apart(other)
        || matches!((one, other), (Role::Treasurer, Role::Approver | Role::CaseWorker))
        || matches!((one, other), (Role::Approver | Role::CaseWorker, Role::Treasurer))
}

/// Refuses a command its actor may not give: the role must allow it and be held now.
pub fn check(
    facts: &Facts,
    command: &Command,
    actor: Actor,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Refusal> {
    let permission = permission(command);
    if !permission.roles.contains(&actor.role) {
        return Err(Refusal::NotAllowed { role: actor.role, what: permission.what });
    }
    if matches!(command, Command::OpenBooks(_)) {
        return Ok(());
    }
    if !facts.holds(actor.person, actor.role, now) {
        return Err(Refusal::RoleNotHeld { role: actor.role });
    }
    Ok(())
}
