using Nca.Randomness;

namespace Nca.Training;

/// <summary>How long the rollouts of a training are, and how their length grows.</summary>
public sealed record RolloutSchedule
{
    // What no rollout exceeds; TrainingConfigRules holds every field to it.
    internal const int LongestEver = 4096;

    /// <summary>Longest rollout at the start, in steps, 1 to 4096. The tutorial: 8.</summary>
    public int Start { get; init; } = 8;

    /// <summary>Steps by which the longest rollout grows, 0 to 4096. The tutorial: 16.</summary>
    public int Growth { get; init; } = 16;

    /// <summary>Iterations between two extensions, at least 1. The tutorial: 2000.</summary>
    public int GrowthFrequency { get; init; } = 2000;

    /// <summary>Longest rollout ever, in steps, 1 to 4096. The tutorial: 128.</summary>
    public int Cap { get; init; } = 128;

    /// <summary>Shortest rollout in steps; 0 stands for half of the longest, as the tutorial draws it. Published: 64.</summary>
    public int Minimum { get; init; }

    /// <summary>Whether every sample draws its own length (T_b of the tutorial's estimator) or the batch shares one.</summary>
    public bool PerSample { get; init; }

    /// <summary>Shortest and longest rollout at an iteration, both inclusive.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <returns>The longest is min(cap, start + ⌊iteration / frequency⌋ · growth) (tutorial, section 5).</returns>
    public (int Shortest, int Longest) RangeAt(int iteration)
    {
        var longest = (int)Math.Min(Cap, Start + iteration / GrowthFrequency * (long)Growth);
        return (Math.Clamp(Minimum > 0 ? Minimum : longest / 2, 1, longest), longest);
    }

    /// <summary>Draws the rollouts of a batch.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="count">Samples of the batch.</param>
    /// <returns>Steps of each sample.</returns>
    public int[] Draw(RandomSequence random, int iteration, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (shortest, longest) = RangeAt(iteration);
        var rollouts = new int[count];
        if (PerSample)
        {
            for (var sample = 0; sample < count; sample++)
                rollouts[sample] = random.NextInteger(shortest, longest);
        }
        else
        {
            Array.Fill(rollouts, random.NextInteger(shortest, longest));
        }

        return rollouts;
    }

    /// <summary>Steps that one sample is expected to make in the iterations that are still to come.</summary>
    /// <param name="iteration">The first of them, from 0.</param>
    /// <param name="iterations">Iterations of the whole training.</param>
    public double ExpectedSteps(int iteration, int iterations)
    {
        var steps = 0.0;
        for (var coming = iteration; coming < iterations; coming++)
        {
            var (shortest, longest) = RangeAt(coming);
            steps += (shortest + longest) / 2.0;
        }

        return steps;
    }
}
