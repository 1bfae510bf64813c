/**
 * The built-in penalties, each found by name through the service loader, usable by constructor too.
 */
package dev.ridgeline.penalties;
