/** Feed-forward networks over flat parameter vectors. */
package dev.ridgeline.network;
