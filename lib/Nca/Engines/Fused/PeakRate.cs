using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// The most that this machine's cores can multiply and add in single precision: sixteen independent sums that never leave their registers,
/// so that neither memory nor the latency of one addition limits the loop. What the engine reaches is measured against this.
/// </summary>
internal static class PeakRate
{
    private const int Sums = 16;
    private const int Rounds = 2_000_000;

    /// <summary>Measures the peak.</summary>
    /// <param name="threads">Threads that compute at once.</param>
    /// <param name="width">Width of vectors; null for the widest.</param>
    /// <param name="repeats">How often to measure; the best counts.</param>
    /// <returns>Billions of multiplications and additions a second, two per fused pair, over all threads.</returns>
    public static double Measure(int threads, VectorWidth? width = null, int repeats = 7)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Func<float> loop = (width ?? VectorWidths.Widest) switch
        {
            VectorWidth.Bits512 => Loop<Lanes512>,
            VectorWidth.Bits256 => Loop<Lanes256>,
            VectorWidth.Bits128 => Loop<Lanes128>,
            _ => Loop<Lanes1>,
        };
        var lanes = (int)(width ?? VectorWidths.Widest) / 32;
        var best = 0.0;
        for (var repeat = 0; repeat < repeats + 1; repeat++)
        {
            var watch = Stopwatch.StartNew();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => GC.KeepAlive(loop()));
            var rate = 2.0 * Sums * Rounds * lanes * threads / watch.Elapsed.TotalSeconds / 1e9;

            // The first time pays for compilation and for waking the cores.
            if (repeat > 0)
                best = Math.Max(best, rate);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe float Loop<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        // Converges to 1: no infinities and no tiny numbers, which some machines compute slowly.
        var (keep, add) = (TLanes.Broadcast(0.5f), TLanes.Broadcast(0.5f));
        TLanes a = add,
            b = add,
            c = add,
            d = add,
            e = add,
            f = add,
            g = add,
            h = add,
            i = add,
            j = add,
            k = add,
            l = add,
            m = add,
            n = add,
            o = add,
            p = add;
        for (var round = 0; round < Rounds; round++)
        {
            a = TLanes.MultiplyAdd(a, keep, add);
            b = TLanes.MultiplyAdd(b, keep, add);
            c = TLanes.MultiplyAdd(c, keep, add);
            d = TLanes.MultiplyAdd(d, keep, add);
            e = TLanes.MultiplyAdd(e, keep, add);
            f = TLanes.MultiplyAdd(f, keep, add);
            g = TLanes.MultiplyAdd(g, keep, add);
            h = TLanes.MultiplyAdd(h, keep, add);
            i = TLanes.MultiplyAdd(i, keep, add);
            j = TLanes.MultiplyAdd(j, keep, add);
            k = TLanes.MultiplyAdd(k, keep, add);
            l = TLanes.MultiplyAdd(l, keep, add);
            m = TLanes.MultiplyAdd(m, keep, add);
            n = TLanes.MultiplyAdd(n, keep, add);
            o = TLanes.MultiplyAdd(o, keep, add);
            p = TLanes.MultiplyAdd(p, keep, add);
        }

        var all = a + b + c + d + (e + f + g + h) + (i + j + k + l) + (m + n + o + p);
        var numbers = stackalloc float[16];
        TLanes.Store(all, numbers);
        return numbers[0];
    }
}
