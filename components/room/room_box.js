/** What the bid box looks like in each of its states. */

import { RESULT_CARD } from "room_result";

const PRICE = `
<div class="bid-box__price">
  <p class="bid-box__label">{{ priceLabel }}</p>
  <p class="bid-box__sum num" :class="{ 'is-new': flash }" @animationend="flash = false">{{ m(shownPrice) }}</p>
  <p class="bid-box__sub">
    <span>{{ counted('room.bids', room.bids) }}</span>
    <span v-if="room.bids && room.reserve !== 'none'" :class="'reserve reserve--' + room.reserve">{{ t('room.reserve.' + room.reserve) }}</span>
    <span v-if="leaderLine">{{ leaderLine }}</span>
  </p>
</div>`;

const TIME = `
<div class="bid-box__time" :class="'bid-box__time--' + urgency">
  <p class="bid-box__label">{{ timeLabel }}</p>
  <p class="bid-box__clock num" role="timer" :aria-label="t('room.clock')">{{ clockText }}</p>
  <p class="bid-box__sub num">{{ timeDetail }}</p>
</div>
<div v-if="extended || softClose" class="bid-box__soft">
<div v-if="extended" class="notice notice--info"><i v-html="icons.clock"></i><p>{{ t(extended, { time: hour(room.ends_ms) }) }}</p></div>
<p v-else class="bid-box__rule">{{ softClose }}</p>
</div>
<p v-if="drift" class="bid-box__rule">{{ drift }}</p>`;

const BAND = `
<div v-if="bandShown" class="band" :class="'band--' + band.kind" tabindex="-1" ref="band">
  <i v-html="icons[band.icon]"></i>
  <div><strong>{{ band.title }}</strong><p v-if="band.text">{{ band.text }}</p></div>
</div>`;

const CONFIRM = `
<div class="confirm" role="group" aria-labelledby="confirm-title" ref="confirm" @keydown.esc.stop="cancel">
  <h3 id="confirm-title" tabindex="-1" ref="confirmTitle">{{ t(offer.buy_now ? 'room.confirm.buy' : 'room.confirm') }}</h3>
  <div v-if="offer.far" class="notice notice--warning"><i v-html="icons.warning"></i><p>{{ t('room.confirm.far', { amount: m(offer.cents), minimum: m(room.minimum) }) }}</p></div>
  <dl class="costs">
    <div class="costs__bid"><dt>{{ t('room.cost.hammer') }}</dt><dd class="num">{{ m(offerCost.hammer) }}</dd></div>
    <div><dt>{{ commissionLabel }}</dt><dd class="num">{{ m(offerCost.commission) }}</dd></div>
    <div v-if="offerCost.fee"><dt>{{ t('room.cost.fee') }}</dt><dd class="num">{{ m(offerCost.fee) }}</dd></div>
    <div class="costs__total"><dt>{{ t(offer.buy_now ? 'room.cost.total' : 'room.cost.total_most') }}</dt><dd class="num">{{ m(offerCost.total) }}</dd></div>
    <div><dt>{{ t('room.hold') }}</dt><dd class="num">{{ m(holdFor(offer.cents)) }}</dd></div>
  </dl>
  <p class="bid-box__rule">{{ t(holdFor(offer.cents) ? 'room.confirm.binding_hold' : 'room.confirm.binding') }}</p>
  <button type="button" class="btn btn--primary btn--large btn--wide" :data-cents="offer.cents" :aria-disabled="online && !sending ? null : 'true'" @click="commit">{{ t(offer.buy_now ? 'room.confirm.buy_now' : 'room.confirm.bid', { amount: m(offer.cents) }) }}</button>
  <button type="button" class="btn btn--quiet btn--large btn--wide" @click="cancel">{{ t('room.back') }}</button>
</div>`;

const DECLARE = `
<div v-if="you.declare !== null" class="declare" :class="{ 'declare--missing': undeclared }">
  <input id="declare" ref="declare" type="checkbox" v-model="declared" aria-required="true" :aria-invalid="undeclared ? 'true' : 'false'" aria-describedby="declare-error">
  <div>
    <label for="declare">{{ t('room.declare') }}</label>
    <p id="declare-error" class="field__refusal" v-show="undeclared"><i v-html="icons.warning"></i>{{ t('room.declare.needed') }}</p>
    <details><summary>{{ t('room.declare.who') }}</summary><p>{{ t('room.legal.impeded') }}</p></details>
  </div>
</div>`;

const FORM = `
<form class="bid-form" @submit.prevent="review" novalidate>
  <div class="quick" v-if="state !== 'leading'" role="group" :aria-label="t('room.quick')">
    <button v-for="(sum, at) in room.quick" :key="at" type="button" class="quick__sum num" :aria-pressed="cents === sum ? 'true' : 'false'" @click="choose(sum)">{{ m(sum, { round: true }) }}</button>
  </div>
  <div class="field">
    <label for="amount">{{ t(state === 'leading' ? 'room.raise.label' : 'room.amount.label') }}</label>
    <div class="field__with field__with--money">
      <span aria-hidden="true">R$</span>
      <input id="amount" ref="amount" class="num" v-model="text" inputmode="decimal" autocomplete="off" enterkeyhint="done" maxlength="20"
        :placeholder="placeholder" :aria-invalid="fieldError ? 'true' : 'false'" aria-describedby="amount-error amount-help"
        @keydown.up.prevent="stepBy(1)" @keydown.down.prevent="stepBy(-1)" @blur="touched = true">
    </div>
    <p id="amount-error" class="field__refusal" v-show="fieldError"><i v-html="icons.warning"></i>{{ fieldError }}</p>
    <p id="amount-help" class="field__hint">{{ t('room.amount.help') }}</p>
  </div>
  <div v-if="missing > 0" class="notice notice--warning"><i v-html="icons.wallet"></i><p>{{ missingText }} <a href="/wallet">{{ t('room.top_up') }}</a></p></div>
  ${DECLARE}
  <button type="button" class="btn btn--large btn--wide" :class="state === 'leading' ? 'btn--quiet' : 'btn--primary'" :data-cents="amount" :aria-busy="sending" :aria-disabled="canPress && online ? null : 'true'" @click="press">
    <span v-if="sending" class="spinner" aria-hidden="true"></span>{{ buttonText }}
  </button>
  <p class="bid-box__rule" v-if="amount"><span class="num">{{ t('room.cost.line', { total: m(costs.total) }) }}</span> <span>{{ costDetail }}</span></p>
  <button v-if="room.buy_now && !room.bids" type="button" class="btn btn--quiet btn--large btn--wide" :data-cents="room.buy_now" :aria-disabled="online && !sending ? null : 'true'" @click="buyNow">{{ t('room.buy_now', { amount: m(room.buy_now) }) }}</button>
</form>`;

const RESULT = `
<div v-if="notice" class="notice" :class="'notice--' + notice.kind"><i v-html="icons[notice.icon]"></i><p>{{ notice.text }}</p></div>`;

// The same as lot_cost.html.
const LEAST = `
<dl v-if="priced" class="costs costs--least">
  <div><dt>{{ t('room.cost.least') }}</dt><dd class="num">{{ m(leastCost.hammer) }}</dd></div>
  <div><dt>{{ commissionLabel }}</dt><dd class="num">{{ m(leastCost.commission) }}</dd></div>
  <div v-if="leastCost.fee"><dt>{{ t('room.cost.fee') }}</dt><dd class="num">{{ m(leastCost.fee) }}</dd></div>
  <div class="costs__total"><dt>{{ t('room.cost.total_least') }}</dt><dd class="num">{{ m(leastCost.total) }}</dd></div>
</dl>`;

const ACTION = `
<div v-if="action" class="bid-box__action">
  <a v-for="link in action" :key="link.href" class="btn btn--large btn--wide" :class="link.main ? 'btn--primary' : 'btn--quiet'" :href="link.href">{{ link.text }}</a>
</div>`;

export const BOX = `
<section class="bid-box card" ref="box" :class="['bid-box--' + state, { 'bid-box--last': urgency === 'last' && live, 'bid-box--unheard': !online }]" aria-labelledby="box-title">
  <h2 id="box-title" class="visually-hidden">{{ t('room.box') }}</h2>
  <template v-if="verdict">${RESULT_CARD}</template>
  <div v-else class="bid-box__top" :class="{ 'bid-box__top--long': longPrice }">${PRICE}${TIME}</div>
  <p v-if="!online" class="bid-box__offline"><i v-html="icons.warning"></i><span>{{ t('room.offline') }}</span></p>
  <div class="bid-box__body">
    ${BAND}
    ${RESULT}
    <template v-if="offer">${CONFIRM}</template>
    <template v-else-if="biddable">${FORM}</template>
    ${LEAST}
    ${ACTION}
    <p v-if="retract" class="bid-box__rule"><a :href="retract">{{ t('room.retract') }}</a></p>
  </div>
  <div class="bid-box__trust" ref="trust" v-show="!ended"></div>
  <p class="bid-box__people"><span>{{ counted('room.present', present) }}</span><span v-if="joined"> · {{ joined }}</span></p>
</section>`;

export const BAR = `
<div v-if="live" class="bid-bar" :class="{ 'bid-bar--hidden': boxInSight, 'bid-bar--last': urgency === 'last' }" :inert="boxInSight">
  <div class="bid-bar__facts"><strong class="num">{{ m(shownPrice) }}</strong><span class="num">{{ clockText }}</span></div>
  <button v-if="barBids" type="button" class="btn btn--primary btn--large btn--wide" :data-cents="amount" :aria-disabled="canPress && online ? null : 'true'" @click="press">{{ buttonText }}</button>
  <button v-else type="button" class="btn btn--primary btn--large btn--wide" @click="showBox">{{ barText }}</button>
</div>`;
