namespace Nca.Analysis.Attractors;

/// <summary>What became of one kind of start.</summary>
/// <param name="Start">Its name.</param>
/// <param name="Text">What it is, in words.</param>
/// <param name="Forms">The form that each sample ended in.</param>
/// <param name="Groups">The group that each sample's picture belongs to, from 0.</param>
public sealed record CensusRow(string Start, string Text, IReadOnlyList<EndForm> Forms, IReadOnlyList<int> Groups);
