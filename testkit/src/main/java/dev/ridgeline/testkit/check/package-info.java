/**
 * What every contract check is made of: rules, results, samples, and oracles that need no JUnit.
 */
package dev.ridgeline.testkit.check;
