// Written by generate.mjs from the IDL.
import { getAdmitInstructionDataDecoder } from './instructions/admit';
import { getApplyInstructionDataDecoder } from './instructions/apply';
import { getAskBackInstructionDataDecoder } from './instructions/askBack';
import { getBookIncomeInstructionDataDecoder } from './instructions/bookIncome';
import { getCallPanelInstructionDataDecoder } from './instructions/callPanel';
import { getCancelPoolInstructionDataDecoder } from './instructions/cancelPool';
import { getCancelProposalInstructionDataDecoder } from './instructions/cancelProposal';
import { getCastVoteInstructionDataDecoder } from './instructions/castVote';
import { getClaimDividendsInstructionDataDecoder } from './instructions/claimDividends';
import { getClaimSharesInstructionDataDecoder } from './instructions/claimShares';
import { getClosePeriodInstructionDataDecoder } from './instructions/closePeriod';
import { getCountProtestInstructionDataDecoder } from './instructions/countProtest';
import { getDescribeInstructionDataDecoder } from './instructions/describe';
import { getDissolveInstructionDataDecoder } from './instructions/dissolve';
import { getDrawCapitalInstructionDataDecoder } from './instructions/drawCapital';
import { getDrawMandateInstructionDataDecoder } from './instructions/drawMandate';
import { getEnrolInstructionDataDecoder } from './instructions/enrol';
import { getExecuteAcceptFederationInstructionDataDecoder } from './instructions/executeAcceptFederation';
import { getExecuteAmendInstructionDataDecoder } from './instructions/executeAmend';
import { getExecuteCollectInstructionDataDecoder } from './instructions/executeCollect';
import { getExecuteCoverLossInstructionDataDecoder } from './instructions/executeCoverLoss';
import { getExecuteDescribeInstructionDataDecoder } from './instructions/executeDescribe';
import { getExecuteExpelInstructionDataDecoder } from './instructions/executeExpel';
import { getExecuteGrantInstructionDataDecoder } from './instructions/executeGrant';
import { getExecuteInvokeInstructionDataDecoder } from './instructions/executeInvoke';
import { getExecuteJoinFederationInstructionDataDecoder } from './instructions/executeJoinFederation';
import { getExecuteLeaveFederationInstructionDataDecoder } from './instructions/executeLeaveFederation';
import { getExecuteMandateInstructionDataDecoder } from './instructions/executeMandate';
import { getExecuteOpenPoolInstructionDataDecoder } from './instructions/executeOpenPool';
import { getExecuteReadmitInstructionDataDecoder } from './instructions/executeReadmit';
import { getExecuteRehomeInstructionDataDecoder } from './instructions/executeRehome';
import { getExecuteRepresentInstructionDataDecoder } from './instructions/executeRepresent';
import { getExecuteRevokeMandateInstructionDataDecoder } from './instructions/executeRevokeMandate';
import { getExecuteSellInstructionDataDecoder } from './instructions/executeSell';
import { getExecuteSetTakeRateInstructionDataDecoder } from './instructions/executeSetTakeRate';
import { getExecuteSpendInstructionDataDecoder } from './instructions/executeSpend';
import { getExplainInstructionDataDecoder } from './instructions/explain';
import { getFinishDissolutionInstructionDataDecoder } from './instructions/finishDissolution';
import { getFoundInstructionDataDecoder } from './instructions/found';
import { getMakePledgeInstructionDataDecoder } from './instructions/makePledge';
import { getObjectInstructionDataDecoder } from './instructions/object';
import { getOpenPoolInstructionDataDecoder } from './instructions/openPool';
import { getPayCoopInstructionDataDecoder } from './instructions/payCoop';
import { getPayServiceInstructionDataDecoder } from './instructions/payService';
import { getProposeInstructionDataDecoder } from './instructions/propose';
import { getReapplyInstructionDataDecoder } from './instructions/reapply';
import { getReclaimBallotsInstructionDataDecoder } from './instructions/reclaimBallots';
import { getReclaimCoopInstructionDataDecoder } from './instructions/reclaimCoop';
import { getReclaimMandateInstructionDataDecoder } from './instructions/reclaimMandate';
import { getReclaimMemberInstructionDataDecoder } from './instructions/reclaimMember';
import { getReclaimPeriodInstructionDataDecoder } from './instructions/reclaimPeriod';
import { getReclaimPledgeInstructionDataDecoder } from './instructions/reclaimPledge';
import { getReclaimPoolInstructionDataDecoder } from './instructions/reclaimPool';
import { getReclaimProposalInstructionDataDecoder } from './instructions/reclaimProposal';
import { getReclaimRedirectInstructionDataDecoder } from './instructions/reclaimRedirect';
import { getReclaimVouchInstructionDataDecoder } from './instructions/reclaimVouch';
import { getRefundPledgeInstructionDataDecoder } from './instructions/refundPledge';
import { getRegisterServiceInstructionDataDecoder } from './instructions/registerService';
import { getReleaseInstructionDataDecoder } from './instructions/release';
import { getRemitSolidarityInstructionDataDecoder } from './instructions/remitSolidarity';
import { getRepriceServiceInstructionDataDecoder } from './instructions/repriceService';
import { getResignInstructionDataDecoder } from './instructions/resign';
import { getRetireServiceInstructionDataDecoder } from './instructions/retireService';
import { getSeatPanelInstructionDataDecoder } from './instructions/seatPanel';
import { getSetNameInstructionDataDecoder } from './instructions/setName';
import { getSettlePatronageInstructionDataDecoder } from './instructions/settlePatronage';
import { getSettlePoolInstructionDataDecoder } from './instructions/settlePool';
import { getSettleUseInstructionDataDecoder } from './instructions/settleUse';
import { getSubscribeInstructionDataDecoder } from './instructions/subscribe';
import { getSuspendInstructionDataDecoder } from './instructions/suspend';
import { getSweepInstructionDataDecoder } from './instructions/sweep';
import { getSweepLamportsInstructionDataDecoder } from './instructions/sweepLamports';
import { getSyncVaultInstructionDataDecoder } from './instructions/syncVault';
import { getUndoRehomeInstructionDataDecoder } from './instructions/undoRehome';
import { getUpdatePayoutInstructionDataDecoder } from './instructions/updatePayout';
import { getVetoRehomeInstructionDataDecoder } from './instructions/vetoRehome';
import { getVouchForInstructionDataDecoder } from './instructions/vouchFor';
import { getWithdrawApplicationInstructionDataDecoder } from './instructions/withdrawApplication';
import { getWithdrawPledgeInstructionDataDecoder } from './instructions/withdrawPledge';
import { getWithdrawSharesInstructionDataDecoder } from './instructions/withdrawShares';
import { getWithdrawVouchInstructionDataDecoder } from './instructions/withdrawVouch';

/** What each instruction is for. */
export const INSTRUCTIONS = {
  admit: "Makes a candidate that has its vouches a member.",
  apply: "Makes a wallet a candidate, which signs the statutes in force.",
  askBack: "Asks for withdrawn and matured capital to be paid at the next close; refused if the price is 0 or below `min_price_bps` (basis points of par).",
  bookIncome: "Takes in money that is neither a fee nor a sale of goods.",
  callPanel: "Calls a review panel on a resolution that is waiting for its timelock.",
  cancelPool: "The founder gives up a founding pool that holds nobody's money.",
  cancelProposal: "A proposer cancels its proposal before the first ballot.",
  castVote: "An elector votes, or changes its vote.",
  claimDividends: "Pays a member all the cash it is owed.",
  claimShares: "Turns a pledge to a successful pool into shares, and books what comes back as dividends.",
  closePeriod: "Closes a period that is over: pays those who asked for capital, and allocates the surplus.",
  countProtest: "Counts a protest against a weighty resolution: one of its electors resigned in protest or was expelled.",
  describe: "Sets the description of a forming co-op.",
  dissolve: "Begins the dissolution of a co-op, as resolved or after 180 days without an elector.",
  drawCapital: "Pays a member of a dissolving co-op its part of the money that is there.",
  drawMandate: "The holder of a mandate draws on it.",
  enrol: "Makes a member whose share is paid and seasoned an elector.",
  executeAcceptFederation: "Accepts a co-op into this federation as resolved.",
  executeAmend: "Replaces the charter, the heir and the statutes as resolved.",
  executeCollect: "Moves money from the agent to the vault as resolved; once the co-op is dissolving, anyone can move all of it.",
  executeCoverLoss: "Covers losses from the reserve as resolved.",
  executeDescribe: "Changes the co-op's description as resolved.",
  executeExpel: "Expels a member as resolved.",
  executeGrant: "Grants solidarity money as resolved.",
  executeInvoke: "Calls another program as resolved, signed by the co-op's agent.",
  executeJoinFederation: "Seeks to join a federation as resolved.",
  executeLeaveFederation: "Leaves the federation as resolved.",
  executeMandate: "Gives a mandate as resolved.",
  executeOpenPool: "Opens a pool as resolved.",
  executeReadmit: "Lets an expelled member apply again as resolved.",
  executeRehome: "Moves a membership to another wallet as resolved.",
  executeRepresent: "Acts as a member of another co-op as resolved; the co-op's agent is its wallet there.",
  executeRevokeMandate: "Ends a mandate as resolved.",
  executeSell: "Permits the sale of invested assets, up to an amount, as resolved.",
  executeSetTakeRate: "Sets the take rate as resolved.",
  executeSpend: "Spends operating money as resolved.",
  explain: "Adds the reasons and the document of a proposal, if they did not fit beside its action.",
  finishDissolution: "Passes the remaining money of a dissolving co-op to its heir.",
  found: "Founds a co-op with its charter, its vault, and the founder as member number 0.",
  makePledge: "A member pledges money, turnover, or more of either.",
  object: "A member of the review panel objects; the third objection doubles the timelock, once.",
  openPool: "Opens the founding pool of a forming co-op.",
  payCoop: "Pays the co-op for what it sells.",
  payService: "Pays a service `amount`, of which ⌈amount × take rate⌉ goes to the co-op; refused if that fee is above `max_fee`.",
  propose: "An elector proposes a resolution.",
  reapply: "Makes a former member a candidate again, or has a candidate sign restated statutes: it signs those in force.",
  reclaimBallots: "Closes a page of ballots whose proposal is over.",
  reclaimCoop: "Closes a co-op that never started or is over, and leaves a tombstone at its address.",
  reclaimMandate: "Closes a mandate that is over.",
  reclaimMember: "Closes the account of a former member or candidate that is owed nothing.",
  reclaimPeriod: "Closes the account of a period that is settled and a year old.",
  reclaimPledge: "Closes a pledge that is over.",
  reclaimPool: "Closes a pool that is over, and its escrow.",
  reclaimProposal: "Closes a proposal that is over.",
  reclaimRedirect: "Closes a redirect that is no longer needed.",
  reclaimVouch: "Closes a vouch that no longer counts.",
  refundPledge: "Pays back a pledge to a failed pool.",
  registerService: "Registers a service at the present split, and at the highest take rate of the open period and of the one before. The split and the rate are promised for the charter's `commitment`.",
  release: "Releases a former member that left over a weighty resolution from its promise of use and its resting capital.",
  remitSolidarity: "Pays the money that is due to the federation into the federation's reserve.",
  repriceService: "Gives a service the co-op's present split, and its take rate as far as that has stood for a period.",
  resign: "A member leaves. `ask` asks its capital back at the next close; `protest` counts against weighty resolutions.",
  retireService: "Retires a service and closes its account.",
  seatPanel: "Draws the review panel that was called.",
  setName: "Sets the name of a member or candidate.",
  settlePatronage: "Settles a member's part of a closed period.",
  settlePool: "Settles a pool that is due or full.",
  settleUse: "Compares a promise of use with the member's turnover, and frees or forfeits the bond.",
  subscribe: "A member of an active co-op pays in capital; refused if solvency is below `min_solvency_bps`.",
  suspend: "Suspends an elector that has not acted for more than 365 days, or has been below the member share for more than 90; never within 365 days after it became an elector.",
  sweep: "Moves tokens from an associated token account of the co-op or of its vault to the reserve.",
  sweepLamports: "Returns lamports above the rent of a co-op's or a pool's accounts to the payer of that rent.",
  syncVault: "Books money that was sent to the vault directly as a donation to the reserve.",
  undoRehome: "The wallet that a membership was moved from takes it back.",
  updatePayout: "Changes the account to which a service is paid.",
  vetoRehome: "A member objects with its present wallet to a proposal that would move its membership to another one.",
  vouchFor: "A member vouches for a candidate.",
  withdrawApplication: "Withdraws an application: by the candidate, or by anyone once it has waited too long or the co-op dissolves.",
  withdrawPledge: "A member withdraws money that it has pledged.",
  withdrawShares: "Withdraws shares, to be paid at the next close; refused if the price is 0 or below `min_price_bps` (basis points of par).",
  withdrawVouch: "A member withdraws its vouch before the candidate is admitted; anyone can, if that member was expelled.",
} as const;
export type InstructionName = keyof typeof INSTRUCTIONS;

/** First eight bytes (hexadecimal) → instruction, its accounts in order, and what reads its data. */
export const INSTRUCTION_BY_BYTES = {
  "c0a9048af85ab82f": ["admit", ["coop","member"], getAdmitInstructionDataDecoder] as const,
  "f8f391186932a2e1": ["apply", ["payer","wallet","coop","member","systemProgram"], getApplyInstructionDataDecoder] as const,
  "b4670a044be1d623": ["askBack", ["wallet","coop","member"], getAskBackInstructionDataDecoder] as const,
  "957270797623163e": ["bookIncome", ["payer","coop","source","vault","mint","tokenProgram"], getBookIncomeInstructionDataDecoder] as const,
  "a01c091960a6be45": ["callPanel", ["coop","proposal"], getCallPanelInstructionDataDecoder] as const,
  "d30b1b64fc73394d": ["cancelPool", ["founder","coop","pool"], getCancelPoolInstructionDataDecoder] as const,
  "6a4a809213412717": ["cancelProposal", ["wallet","coop","member","proposal","rentPayer"], getCancelProposalInstructionDataDecoder] as const,
  "14d40fbd45b44597": ["castVote", ["payer","wallet","coop","member","proposal","ballots","systemProgram"], getCastVoteInstructionDataDecoder] as const,
  "693cac02885d8097": ["claimDividends", ["caller","coop","member","vault","destination","mint","tokenProgram"], getClaimDividendsInstructionDataDecoder] as const,
  "82831ded86146ef5": ["claimShares", ["coop","pool","member","pledge"], getClaimSharesInstructionDataDecoder] as const,
  "9fe37962c4e8d6e2": ["closePeriod", ["payer","coop","period","systemProgram"], getClosePeriodInstructionDataDecoder] as const,
  "7432e8fcff5c9980": ["countProtest", ["payer","coop","member","proposal","ballots","systemProgram"], getCountProtestInstructionDataDecoder] as const,
  "e62c947ebcc545e8": ["describe", ["founder","coop"], getDescribeInstructionDataDecoder] as const,
  "d04fb3d9f12490f0": ["dissolve", ["payer","coop","proposal","heir","period","systemProgram"], getDissolveInstructionDataDecoder] as const,
  "b17b8bd3623c57b2": ["drawCapital", ["coop","member","vault","destination","mint","tokenProgram"], getDrawCapitalInstructionDataDecoder] as const,
  "b9677896bbc44b45": ["drawMandate", ["holder","coop","mandate","vault","destination","mint","tokenProgram","worker"], getDrawMandateInstructionDataDecoder] as const,
  "ad1df3a516548bb1": ["enrol", ["caller","coop","member"], getEnrolInstructionDataDecoder] as const,
  "996c3b77b650a766": ["executeAcceptFederation", ["coop","proposal","joining"], getExecuteAcceptFederationInstructionDataDecoder] as const,
  "30c9dc7d96f9390c": ["executeAmend", ["coop","proposal","heir"], getExecuteAmendInstructionDataDecoder] as const,
  "4c7e21435ee2c913": ["executeCollect", ["coop","proposal","agent","source","vault","mint","tokenProgram"], getExecuteCollectInstructionDataDecoder] as const,
  "587dc87744df9ed1": ["executeCoverLoss", ["coop","proposal"], getExecuteCoverLossInstructionDataDecoder] as const,
  "857867ba4e852874": ["executeDescribe", ["coop","proposal"], getExecuteDescribeInstructionDataDecoder] as const,
  "fecb73bdf9dda707": ["executeExpel", ["coop","proposal","member","pool","pledge"], getExecuteExpelInstructionDataDecoder] as const,
  "a4fa307cce73e54d": ["executeGrant", ["coop","proposal","vault","destination","mint","tokenProgram","worker"], getExecuteGrantInstructionDataDecoder] as const,
  "198fcfbeaee4826b": ["executeInvoke", ["coop","proposal","agent","program","programData"], getExecuteInvokeInstructionDataDecoder] as const,
  "cc6bc289265d8171": ["executeJoinFederation", ["coop","proposal"], getExecuteJoinFederationInstructionDataDecoder] as const,
  "fd590e637ca84a0d": ["executeLeaveFederation", ["coop","proposal"], getExecuteLeaveFederationInstructionDataDecoder] as const,
  "42cd5e4f78e2a418": ["executeMandate", ["payer","coop","proposal","mandate","systemProgram"], getExecuteMandateInstructionDataDecoder] as const,
  "4fed56a694583f4e": ["executeOpenPool", ["payer","coop","proposal","pool","escrow","mint","tokenProgram","systemProgram"], getExecuteOpenPoolInstructionDataDecoder] as const,
  "684476b53b53847b": ["executeReadmit", ["coop","proposal","member","pool","pledge"], getExecuteReadmitInstructionDataDecoder] as const,
  "d2b45b0d6f2dccc0": ["executeRehome", ["payer","coop","proposal","member","redirect","systemProgram"], getExecuteRehomeInstructionDataDecoder] as const,
  "a69133c19599dd44": ["executeRepresent", ["coop","proposal","agent","program","programData"], getExecuteRepresentInstructionDataDecoder] as const,
  "34835c8197098f0e": ["executeRevokeMandate", ["coop","proposal","mandate","rentPayer"], getExecuteRevokeMandateInstructionDataDecoder] as const,
  "69f7a874e768e02e": ["executeSell", ["coop","proposal"], getExecuteSellInstructionDataDecoder] as const,
  "16d3849f2c19b2ec": ["executeSetTakeRate", ["coop","proposal"], getExecuteSetTakeRateInstructionDataDecoder] as const,
  "61c302f2cdcb6dd2": ["executeSpend", ["coop","proposal","vault","destination","mint","tokenProgram","worker"], getExecuteSpendInstructionDataDecoder] as const,
  "889d3ec2dc097182": ["explain", ["wallet","coop","member","proposal"], getExplainInstructionDataDecoder] as const,
  "0f84b28c8c7d179f": ["finishDissolution", ["coop","vault","mint","successor","successorVault","tokenProgram"], getFinishDissolutionInstructionDataDecoder] as const,
  "379b6ee438e7f361": ["found", ["payer","founder","mint","coop","vault","founderMember","heir","tokenProgram","systemProgram"], getFoundInstructionDataDecoder] as const,
  "ce8f97ddff7ef0b4": ["makePledge", ["payer","wallet","coop","pool","member","pledge","source","escrow","mint","tokenProgram","systemProgram"], getMakePledgeInstructionDataDecoder] as const,
  "2351ffae3d579786": ["object", ["payer","wallet","coop","member","proposal","ballots","systemProgram"], getObjectInstructionDataDecoder] as const,
  "60d76e3d01f6cde4": ["openPool", ["payer","founder","coop","founderMember","pool","escrow","mint","tokenProgram","systemProgram"], getOpenPoolInstructionDataDecoder] as const,
  "5193bb06f38141f6": ["payCoop", ["payer","coop","buyer","source","vault","mint","tokenProgram"], getPayCoopInstructionDataDecoder] as const,
  "b51dec50f6e222ae": ["payService", ["payer","coop","service","buyer","provider","source","payout","vault","mint","tokenProgram"], getPayServiceInstructionDataDecoder] as const,
  "5dfd52a87621665a": ["propose", ["payer","wallet","coop","member","proposal","subject","place","systemProgram"], getProposeInstructionDataDecoder] as const,
  "4bbe26c587d78595": ["reapply", ["wallet","coop","member"], getReapplyInstructionDataDecoder] as const,
  "397f28264bcefa6c": ["reclaimBallots", ["coop","proposal","ballots","rentPayer"], getReclaimBallotsInstructionDataDecoder] as const,
  "0d7fbb24ce2cf5f1": ["reclaimCoop", ["coop","vault","mint","rentPayer","tokenProgram"], getReclaimCoopInstructionDataDecoder] as const,
  "6662ad3266f2a611": ["reclaimMandate", ["coop","mandate","rentPayer"], getReclaimMandateInstructionDataDecoder] as const,
  "c8233f173d44c63f": ["reclaimMember", ["coop","member","rentPayer"], getReclaimMemberInstructionDataDecoder] as const,
  "2da5b81492e7ad1a": ["reclaimPeriod", ["coop","period","rentPayer"], getReclaimPeriodInstructionDataDecoder] as const,
  "86c6bace1ab518ed": ["reclaimPledge", ["coop","pool","pledge","rentPayer"], getReclaimPledgeInstructionDataDecoder] as const,
  "f5a60e33a047e038": ["reclaimPool", ["coop","pool","escrow","vault","mint","rentPayer","tokenProgram"], getReclaimPoolInstructionDataDecoder] as const,
  "8ec9dfcb6ae7374f": ["reclaimProposal", ["caller","coop","proposer","proposal","rentPayer"], getReclaimProposalInstructionDataDecoder] as const,
  "099717e4454ab433": ["reclaimRedirect", ["coop","redirect","member","rentPayer"], getReclaimRedirectInstructionDataDecoder] as const,
  "2ca3bed54a983655": ["reclaimVouch", ["coop","candidate","vouch","rentPayer"], getReclaimVouchInstructionDataDecoder] as const,
  "5e9a41ac26d929ce": ["refundPledge", ["coop","pool","member","pledge","escrow","destination","mint","tokenProgram"], getRefundPledgeInstructionDataDecoder] as const,
  "0b859ee8c113e549": ["registerService", ["payer","owner","coop","service","provider","payout","systemProgram"], getRegisterServiceInstructionDataDecoder] as const,
  "fdf90fce1c7fc1f1": ["release", ["coop","member","proposal","ballots","pool"], getReleaseInstructionDataDecoder] as const,
  "ef33f82e7e34e0ee": ["remitSolidarity", ["coop","federation","vault","federationVault","mint","tokenProgram"], getRemitSolidarityInstructionDataDecoder] as const,
  "1ed44023931417d6": ["repriceService", ["caller","coop","service","provider"], getRepriceServiceInstructionDataDecoder] as const,
  "b1b199605895cee1": ["resign", ["wallet","coop","member","period","pool","pledge"], getResignInstructionDataDecoder] as const,
  "e817fdc97581a5d0": ["retireService", ["caller","coop","service","provider","rentPayer"], getRetireServiceInstructionDataDecoder] as const,
  "b9b50b029ee84ee5": ["seatPanel", ["coop","proposal","slotHashes"], getSeatPanelInstructionDataDecoder] as const,
  "4ec26fe5c6a9a26a": ["setName", ["wallet","coop","member"], getSetNameInstructionDataDecoder] as const,
  "d74e27c8354a46db": ["settlePatronage", ["coop","member","period"], getSettlePatronageInstructionDataDecoder] as const,
  "ba0be76ff2f1cb40": ["settlePool", ["coop","pool","escrow","vault","mint","tokenProgram","ending"], getSettlePoolInstructionDataDecoder] as const,
  "b04b3199968d29b9": ["settleUse", ["coop","member"], getSettleUseInstructionDataDecoder] as const,
  "fe1cbf8a9cb3b735": ["subscribe", ["wallet","coop","member","source","vault","mint","tokenProgram"], getSubscribeInstructionDataDecoder] as const,
  "60d04b6d1c717e82": ["suspend", ["coop","member"], getSuspendInstructionDataDecoder] as const,
  "2817eaaf0e3d9ab1": ["sweep", ["coop","stray","vault","mint","tokenProgram"], getSweepInstructionDataDecoder] as const,
  "8460936f9268033b": ["sweepLamports", ["coop","pool","tokens","rentPayer","tokenProgram"], getSweepLamportsInstructionDataDecoder] as const,
  "13d396765ed08acc": ["syncVault", ["coop","vault"], getSyncVaultInstructionDataDecoder] as const,
  "7998242c6f21b49a": ["undoRehome", ["wallet","coop","member"], getUndoRehomeInstructionDataDecoder] as const,
  "517e2bdcadde1d56": ["updatePayout", ["caller","coop","service","provider","payout"], getUpdatePayoutInstructionDataDecoder] as const,
  "932d1fd244ac9956": ["vetoRehome", ["wallet","coop","member","proposal"], getVetoRehomeInstructionDataDecoder] as const,
  "c9843f6b3c1202e9": ["vouchFor", ["payer","wallet","coop","voucher","candidate","vouch","systemProgram"], getVouchForInstructionDataDecoder] as const,
  "de5253934e4332cb": ["withdrawApplication", ["wallet","coop","member"], getWithdrawApplicationInstructionDataDecoder] as const,
  "57ceb0ce4e3b0562": ["withdrawPledge", ["wallet","coop","pool","member","pledge","escrow","destination","mint","tokenProgram"], getWithdrawPledgeInstructionDataDecoder] as const,
  "b0689a69fa5044f4": ["withdrawShares", ["wallet","coop","member"], getWithdrawSharesInstructionDataDecoder] as const,
  "c92140e2fcc11b53": ["withdrawVouch", ["wallet","coop","voucher","candidate","vouch","rentPayer"], getWithdrawVouchInstructionDataDecoder] as const,
};
