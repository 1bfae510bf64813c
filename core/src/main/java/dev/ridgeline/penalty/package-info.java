/**
 * The contract of penalties and the plan that says which penalty acts on which parameters.
 *
 * <p>{@link dev.ridgeline.penalty.Penalty} is the root; what a penalty can do is said by the
 * interfaces that it implements. An author of a new penalty usually wants {@link
 * dev.ridgeline.penalty.SeparablePenalty} (three scalar functions), {@link
 * dev.ridgeline.penalty.SmoothSeparablePenalty} (with a derivative), or {@link
 * dev.ridgeline.penalty.GroupedPenalty} (value and prox of one group).
 */
package dev.ridgeline.penalty;
