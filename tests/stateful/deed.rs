//! What can be done in a random life: data, so that a sequence can be recorded, cut and replayed.

use crate::{
    stateful::{
        chain::{Chain, PEOPLE},
        model::{Model, Verdict},
    },
    verb::Verb,
};
use solana_message::Instruction;
use std::{any::Any, fmt::Debug, sync::Arc};

/// An index into the people of a run; behind them come the agents of co-ops. A membership is named by whose
/// wallet it began with, whatever wallet it has now.
pub type Who = usize;
/// The agent of a co-op, which acts like someone.
pub const fn agent(slot: usize) -> Who {
    PEOPLE + slot
}

/// A token account: whose, and which of its two.
pub type Purse = (Who, usize);

/// An instruction as someone sends it. Everything is named by index, so that it means something in any state;
/// addresses follow from the state at the time. Each is in the file of its instruction.
pub trait Act: Any + Debug + Send + Sync {
    /// The instruction that it is one of.
    fn verb(&self) -> &'static dyn Verb;

    /// The co-op it is about.
    fn slot(&self) -> usize;

    /// The other co-op that it changes as well.
    fn other_slot(&self) -> Option<usize> {
        None
    }

    /// What it could change.
    fn touched(&self) -> Touched {
        Touched::default()
    }

    /// The call that it is, and which of its accounts the rules leave no choice about, given the others. Accounts whose
    /// change makes another valid call are not among them.
    fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>);

    /// Where its call names who acts, if that is whoever holds a membership by now.
    fn acting(&self) -> Option<Acting> {
        None
    }

    /// Does it in the model, or says why not and does nothing: all demands come before any change.
    fn predict(&self, model: &mut Model) -> Verdict;

    /// Who signs it, if not only the one it is about.
    fn cosigner(&self) -> Option<Who> {
        None
    }

    /// What a co-op's resolution must know of it, if it is what a member does.
    fn as_member(&self) -> Option<AsMember> {
        None
    }

    /// The proposal that its call names, whose address is of whoever proposed it.
    fn names_proposal(&self) -> Option<usize> {
        None
    }

    /// The same, made while other statutes were in force: if it signs statutes, now others than these.
    fn under_other_statutes(&self) -> Option<Deed> {
        None
    }

    /// What is done in another co-op by doing this.
    fn elsewhere(&self, _model: &Model) -> Option<Deed> {
        None
    }
}

/// Places in a call: of the wallet and of the token account that follow a membership to another wallet.
pub struct Acting {
    pub wallet: usize,
    pub source: Option<usize>,
    pub who: Who,
}

/// A member's act: accounts and bytes of data of its call, and whether it moves money of the member's own.
pub struct AsMember {
    pub accounts: u64,
    pub data: u64,
    pub moves_money: bool,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Someone sends an instruction.
    Act(Arc<dyn Act>),
    /// Time passes until `to`; never back.
    Warp { to: i64 },
    /// So many slots pass, in no time.
    Slots { count: u64 },
    /// Someone sends tokens to the vault, or to the escrow of a pool, unasked.
    Donate { slot: usize, pool: Option<usize>, who: Who, amount: u64 },
    /// Someone sends tokens to the associated account of a co-op, or of its vault, as wallets do by themselves.
    Stray { slot: usize, of_vault: bool, who: Who, amount: u64 },
    /// Someone sends lamports to a co-op's account or vault, or to a pool's account or escrow.
    Shower { slot: usize, pool: Option<usize>, of_tokens: bool, who: Who, amount: u64 },
    /// Someone gives tokens to a co-op's agent.
    Endow { slot: usize, purse: usize, who: Who, amount: u64 },
}

impl<T: Act> From<T> for Deed {
    fn from(act: T) -> Self {
        Self::Act(Arc::new(act))
    }
}

/// What a call may be told to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Purse(Purse),
    Vault(usize),
    /// Of a co-op, of its pool.
    Escrow(usize, usize),
    /// Of a co-op, whose.
    Member(usize, Who),
}

/// How a call is spoiled before it is sent.
#[derive(Clone, Copy, Debug)]
pub enum Spoil {
    No,
    /// The first signer does not sign.
    Unsigned,
    /// Another address stands in the place of one that the rules fix: the nth of those, the nth address.
    Swap {
        place: usize,
        with: usize,
    },
}

#[derive(Clone, Debug)]
pub struct Step {
    pub deed: Deed,
    pub spoil: Spoil,
}

/// What a step could have changed.
#[derive(Default, Debug)]
pub struct Touched {
    pub people: Vec<Who>,
    pub pool: Option<usize>,
    /// Candidate and voucher.
    pub vouch: Option<(Who, Who)>,
    pub service: Option<usize>,
    pub period: Option<usize>,
    /// With the ballots of the people.
    pub proposal: Option<usize>,
    pub mandate: Option<usize>,
}

impl Touched {
    pub fn people(people: &[Who]) -> Self {
        Self { people: people.to_vec(), ..Self::default() }
    }

    pub fn pooled(pool: usize, people: &[Who]) -> Self {
        Self { pool: Some(pool), ..Self::people(people) }
    }

    pub fn vouched(candidate: Who, voucher: Who, other: Who) -> Self {
        Self { vouch: Some((candidate, voucher)), ..Self::people(&[candidate, voucher, other]) }
    }

    pub fn resolved(proposal: usize, people: &[Who]) -> Self {
        Self { proposal: Some(proposal), ..Self::people(people) }
    }
}

impl Deed {
    /// What is sent, if it is an instruction.
    pub fn as_act(&self) -> Option<&dyn Act> {
        match self {
            Self::Act(act) => Some(&**act),
            _ => None,
        }
    }

    /// The instruction of this kind that it is, if it is.
    pub fn of<T: Act>(&self) -> Option<&T> {
        let act: &dyn Any = self.as_act()?;
        act.downcast_ref()
    }

    /// The instruction's name; in brackets what is none.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Act(act) => act.verb().name(),
            Self::Warp { .. } => "(time)",
            Self::Donate { .. } => "(donation)",
            Self::Slots { .. } => "(slots)",
            Self::Stray { .. } => "(stray tokens)",
            Self::Shower { .. } => "(stray lamports)",
            Self::Endow { .. } => "(endowment)",
        }
    }

    /// The co-op it is about.
    pub fn slot(&self) -> Option<usize> {
        match self {
            Self::Act(act) => Some(act.slot()),
            Self::Warp { .. } | Self::Slots { .. } => None,
            Self::Donate { slot, .. } | Self::Endow { slot, .. } => Some(*slot),
            Self::Stray { slot, .. } | Self::Shower { slot, .. } => Some(*slot),
        }
    }

    /// The other co-op that it changes as well.
    pub fn other_slot(&self) -> Option<usize> {
        self.as_act().and_then(Act::other_slot).filter(|other| Some(*other) != self.slot())
    }

    pub fn touched(&self) -> Touched {
        match *self {
            Self::Act(ref act) => act.touched(),
            Self::Warp { .. } | Self::Slots { .. } => Touched::default(),
            Self::Endow { slot, who, .. } => Touched::people(&[who, agent(slot)]),
            Self::Donate { pool: Some(pool), who, .. } => Touched::pooled(pool, &[who]),
            Self::Donate { who, .. } | Self::Stray { who, .. } => Touched::people(&[who]),
            Self::Shower { pool: Some(pool), who, .. } => Touched::pooled(pool, &[who]),
            Self::Shower { who, .. } => Touched::people(&[who]),
        }
    }
}
