//! What is proposed in a random life, and how it is executed.

use crate::{
    call::Nth,
    stateful::{
        chain::Chain,
        deed::{Purse, Touched, Who, agent},
        generate::Generator,
        model::{Coop, Model, Refused, Verdict},
        proposal::{Known, Proposal},
    },
    verb::Verb,
};
use coop::state::{Action, Kind};
use solana_message::Instruction;
use std::{any::Any, fmt::Debug, ops::Deref, sync::Arc};

/// Something to resolve, by index. Each is in the file of the instruction that executes it.
pub trait Resolve: Any + Debug + Send + Sync {
    fn kind(&self) -> Kind;

    /// The instruction that executes it.
    fn verb(&self) -> &'static dyn Verb;

    /// The co-op whose account must be given with it.
    fn names(&self) -> Option<usize> {
        None
    }

    /// Whom it pays.
    fn payee(&self) -> Option<Who> {
        None
    }

    /// The member it is about.
    fn subject(&self) -> Option<Who> {
        None
    }

    /// As the program is told.
    fn action(&self, chain: &Chain, slot: usize, model: &Model) -> Action;

    /// How it is proposed, and which of the accounts that not every proposal names the rules leave no choice about.
    fn call(
        &self,
        chain: &Chain,
        slot: usize,
        who: Who,
        nth: Nth,
        action: Action,
    ) -> (Instruction, &'static [usize]) {
        (chain.sites[slot].propose(&chain.wallet(who), nth, action), &[])
    }

    /// Bytes of a call behind the fields of its proposal: a count, 33 of every account, the data.
    fn bytes(&self) -> u64 {
        0
    }

    /// The quorum is never below this, in basis points.
    fn least_quorum(&self) -> u16 {
        0
    }

    /// Nor the time from the vote to the execution below this, in seconds.
    fn least_timelock(&self) -> u32 {
        0
    }

    /// What was so where it acts when it was proposed.
    fn knows(&self, _model: &Model) -> Known {
        Known::default()
    }

    /// Whether it may be proposed.
    fn may_be_proposed(&self, model: &Model, slot: usize, who: Who) -> Result<Proposable, Refused>;

    /// Whether it goes with the times of its proposal.
    fn fits(&self, _proposal: &Proposal) -> Verdict {
        Ok(())
    }

    /// Aims what is to execute it, mostly.
    fn aim(&self, _generator: &mut Generator, _coop: &Coop, _execution: &mut Execution) {}
}

/// What makes a proposal of a resolution.
#[derive(Default)]
pub struct Proposable {
    pub special: bool,
    /// What the co-op was in when it resolved to leave; the heir when it resolved to dissolve.
    pub named: Option<usize>,
    /// The membership whose work it pays, with its number.
    pub worker: Option<(Who, u32)>,
}

impl Proposable {
    /// One that names nothing else.
    pub fn class(special: bool) -> Self {
        Self { special, ..Self::default() }
    }
}

/// A resolution of whatever kind.
#[derive(Clone, Debug)]
pub struct What(Arc<dyn Resolve>);

impl<T: Resolve> From<T> for What {
    fn from(resolution: T) -> Self {
        Self(Arc::new(resolution))
    }
}

impl Deref for What {
    type Target = dyn Resolve;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl What {
    /// The resolution of this kind that it is, if it is.
    pub fn of<T: Resolve>(&self) -> Option<&T> {
        let what: &dyn Any = &*self.0;
        what.downcast_ref()
    }
}

/// What all executions name, each of which looks at some of it.
#[derive(Clone, Copy, Debug)]
pub struct Execution {
    pub slot: usize,
    pub proposal: usize,
    /// Pays rent, where some is to be paid.
    pub payer: Who,
    /// Where a payment goes.
    pub to: Purse,
    /// Who is expelled or readmitted; whom the rent of a mandate goes to.
    pub who: Who,
    /// The mandate that ends.
    pub mandate: usize,
    /// The membership whose work is paid, as given.
    pub worker: Option<Who>,
    /// The heir that is given, the co-op that joins, or the one acted in.
    pub other: Option<usize>,
}

impl Execution {
    pub fn touched(&self) -> Touched {
        let Self { slot, proposal, payer, to, who, mandate, worker, .. } = *self;
        let people = [payer, to.0, who, agent(slot), worker.unwrap_or(who)];
        Touched { mandate: Some(mandate), ..Touched::resolved(proposal, &people) }
    }
}
