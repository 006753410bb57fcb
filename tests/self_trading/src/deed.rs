//! What is done in one life, with the amounts that it comes to there.

use crate::life::Life;
use coop_math::DAY;

/// People are members by index; nobody is a stranger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A fee on what a service is paid.
    Fee {
        fee: u64,
        buyer: Option<usize>,
        provider: Option<usize>,
    },
    /// Income that is nobody's use; `ours`: of the coalition's money.
    Income {
        amount: u64,
        ours: bool,
    },
    /// What the co-op invested in is sold; `ours`: to the coalition.
    Sell {
        amount: u64,
        ours: bool,
    },
    Spend {
        amount: u64,
    },
    Work {
        amount: u64,
        worker: Option<usize>,
    },
    /// `ahead`: resolved as weighty, so that it is in no price of the period.
    Invest {
        amount: u64,
        ahead: bool,
    },
    ToAgent {
        amount: u64,
    },
    ComeHome {
        amount: u64,
    },
    Cover {
        up_to: u64,
    },
    PayIn {
        who: usize,
        amount: u64,
    },
    /// Capital is added to what the last close retained for a member, in a life that is compared with another.
    Add {
        who: usize,
        amount: u64,
    },
    /// Resigns; `asks`: for all it can.
    Leave {
        who: usize,
        asks: bool,
    },
    Expel {
        who: usize,
    },
    Ask {
        who: usize,
        amount: u64,
    },
    Withdraw {
        who: usize,
        amount: u64,
    },
    Forfeit {
        who: usize,
        amount: u64,
    },
    Rejoin {
        who: usize,
    },
    Wait {
        seconds: i64,
    },
    Close,
}

impl Life<'_> {
    /// Does it, as far as it can be done: what was done, if anything.
    pub fn does(&mut self, deed: Deed) -> Option<Deed> {
        let done = self.possible(deed)?;
        match done {
            Deed::Fee { fee, buyer, provider } => self.fee(fee, buyer, provider),
            Deed::Income { amount, .. } => self.income(amount),
            Deed::Sell { amount, .. } => self.sell(amount),
            Deed::Spend { amount } => self.spend(amount),
            Deed::Work { amount, worker } => self.pay_for_work(amount, worker),
            Deed::Invest { amount, ahead } => self.invest(amount, ahead),
            Deed::ToAgent { amount } => self.send_to_agent(amount),
            Deed::ComeHome { amount } => self.come_home(amount),
            Deed::Cover { up_to } => self.cover_loss(up_to),
            Deed::PayIn { who, amount } => self.pay_in(who, amount),
            Deed::Add { who, amount } => self.add_capital(who, amount),
            Deed::Leave { who, asks } => {
                self.leave(who);
                if asks {
                    self.ask(who, self.askable(who));
                }
            }
            Deed::Expel { who } => self.leave(who),
            Deed::Ask { who, amount } => self.ask(who, amount),
            Deed::Withdraw { who, amount } => self.withdraw(who, amount),
            Deed::Forfeit { who, amount } => self.forfeit(who, amount),
            Deed::Rejoin { who } => self.rejoin(who),
            Deed::Wait { seconds } => self.now += seconds,
            Deed::Close => self.close(),
        }
        Some(done)
    }

    /// What of a deed this life allows. Operating money, the fund and what was invested are the script's to look at.
    fn possible(&self, deed: Deed) -> Option<Deed> {
        let member = |who: usize| &self.members[who];
        let possible = match deed {
            Deed::Fee { fee: amount, .. }
            | Deed::Income { amount, .. }
            | Deed::Sell { amount, .. }
            | Deed::Spend { amount }
            | Deed::Work { amount, .. }
            | Deed::Invest { amount, .. }
            | Deed::ToAgent { amount }
            | Deed::ComeHome { amount }
            | Deed::Add { amount, .. } => amount != 0,
            Deed::Cover { up_to } => {
                let most = up_to.min(self.books.reserve / 10);
                let covered = self.lasting_loss().min(most);
                covered != 0 && covered >= most - covered && self.now - self.started_at < DAY
            }
            Deed::PayIn { who, amount } => amount != 0 && !member(who).left,
            Deed::Leave { who, asks } if member(who).left => {
                return asks
                    .then_some(Deed::Ask { who, amount: u64::MAX })
                    .and_then(|ask| self.possible(ask));
            }
            Deed::Expel { who } => !member(who).left,
            Deed::Ask { who, amount } => {
                let amount = amount.min(self.askable(who));
                return (amount != member(who).asked).then_some(Deed::Ask { who, amount });
            }
            Deed::Withdraw { who, amount } => {
                let amount = amount.min(member(who).capital().withdrawable(self.terms.member_share));
                let some = amount != 0 && !member(who).left;
                return some.then_some(Deed::Withdraw { who, amount });
            }
            Deed::Forfeit { who, amount } => {
                let amount = amount.min(member(who).shares);
                return (amount != 0).then_some(Deed::Forfeit { who, amount });
            }
            Deed::Rejoin { who } => member(who).left && !member(who).waits(),
            Deed::Leave { .. } | Deed::Wait { .. } | Deed::Close => true,
        };
        possible.then_some(deed)
    }
}
