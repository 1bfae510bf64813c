/** The rules of providers as plain checks. */
package dev.ridgeline.testkit.provider;
