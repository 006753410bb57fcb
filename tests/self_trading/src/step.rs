//! What a script says, step by step.

/// Parts are of what there is in every life that is compared, so that most steps can be done. People are members by
/// index; nobody is a stranger.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A fee of use that is real, of all capital.
    Fee {
        part: f64,
        buyer: Option<usize>,
        provider: Option<usize>,
    },
    /// A fee that the coalition pays for a service of its own.
    Wash {
        part: f64,
        buyer: usize,
        provider: usize,
    },
    /// The coalition gives money as income that is nobody's use.
    WashIncome {
        part: f64,
    },
    /// The coalition buys what the co-op invested in.
    WashSale {
        part: f64,
    },
    Spend {
        part: f64,
    },
    Work {
        part: f64,
        worker: Option<usize>,
    },
    Invest {
        part: f64,
    },
    ToAgent {
        part: f64,
    },
    ComeHome {
        part: f64,
    },
    Sell {
        part: f64,
    },
    Cover {
        part: f64,
    },
    PayIn {
        who: usize,
        part: f64,
    },
    /// Resigns and asks for all it can.
    Leave {
        who: usize,
    },
    /// Is expelled; asking is its own step.
    Expel {
        who: usize,
    },
    Ask {
        who: usize,
        part: f64,
        min_price_bps: u16,
    },
    Withdraw {
        who: usize,
        part: f64,
    },
    Forfeit {
        who: usize,
        part: f64,
    },
    Rejoin {
        who: usize,
    },
    Wait {
        seconds: i64,
    },
    Close,
}

impl Step {
    /// The part that the step is of something.
    pub fn part_mut(&mut self) -> Option<&mut f64> {
        match self {
            Self::Fee { part, .. } | Self::Wash { part, .. } => Some(part),
            Self::WashIncome { part } | Self::WashSale { part } => Some(part),
            Self::Spend { part } | Self::Work { part, .. } => Some(part),
            Self::Invest { part } | Self::ToAgent { part } => Some(part),
            Self::ComeHome { part } | Self::Sell { part } | Self::Cover { part } => Some(part),
            Self::PayIn { part, .. } | Self::Ask { part, .. } => Some(part),
            Self::Withdraw { part, .. } | Self::Forfeit { part, .. } => Some(part),
            Self::Leave { .. } | Self::Expel { .. } | Self::Rejoin { .. } => None,
            Self::Wait { .. } | Self::Close => None,
        }
    }
}
